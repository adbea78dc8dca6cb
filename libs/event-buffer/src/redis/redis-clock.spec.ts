import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byRedisClock, TIMED_SCRIPTS } from './redis-clock.js';

/** BullMQ's scripts as they are installed, by name. */
function installedScripts(): Map<string, string> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('bullmq'))), 'scripts');
  const files = readdirSync(folder).filter((file) => /^\w+-\d+\.js$/u.test(file));
  return new Map(
    files.map((file) => [file.replace(/-.*/u, ''), readFileSync(join(folder, file), 'utf8')]),
  );
}

describe("BullMQ's scripts", () => {
  const scripts = installedScripts();

  it('read Redis’s clock at the argument where the installed version passes the time', () => {
    for (const name of TIMED_SCRIPTS) {
      const [, at] = /ARGV\[(\d+)\]\s+timestamp/u.exec(scripts.get(name)!) ?? [];
      const set = `ARGV[${at}] = string.format('%.0f', redisNow)`;
      expect([name, byRedisClock(`${name}:6.7.0`, '')]).toEqual([
        name,
        expect.stringContaining(set),
      ]);
    }
  });

  it('all scripts that store or compare when a job is due are known', () => {
    const timed = /\b(?:promoteDelayedJobs|getDelayedScore)\(/u;
    const due = [...scripts].filter(([, lua]) => timed.test(lua)).map(([name]) => name);
    expect(due.length).toBeGreaterThan(4);
    // No job is added with a delay but by the scheduler, which is among those that are known.
    const others = due.filter((name) => !TIMED_SCRIPTS.includes(name));
    expect(others.filter((name) => !name.startsWith('add'))).toEqual([]);
  });
});
