import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STALLED_SCRIPT, withBoundedLives } from './stalled-jobs.js';

const SCRIPTS = join(dirname(fileURLToPath(import.meta.resolve('bullmq'))), 'scripts');
const installed = readFileSync(join(SCRIPTS, `${STALLED_SCRIPT}-9.js`), 'utf8');

/** What the comment of BullMQ's script says of a place: `KEYS[4]`. */
function saidOf(place: string): string {
  const at = installed.indexOf(place);
  return installed.slice(at, installed.indexOf('\n', at));
}

describe("BullMQ's check for stalled jobs", () => {
  it('has its locks and its mark bounded where the installed version has them', () => {
    expect(saidOf('KEYS[3]')).toContain("'active', (LIST)");
    expect(saidOf('KEYS[4]')).toContain("'stalled-check', (KEY)");
    expect(saidOf('ARGV[2]')).toContain("queue.toKey('')");
    expect(saidOf('ARGV[4]')).toContain('max check time');
    expect(installed).toContain(`jobKey .. ":lock"`);
  });

  it('is the only script that is changed', () => {
    expect(withBoundedLives(`${STALLED_SCRIPT}:6.7.0`, 'return 1')).toMatch(
      /PEXPIRE[^]*return 1$/u,
    );
    expect(withBoundedLives('moveToActive:6.7.0', 'return 1')).toBe('return 1');
  });
});
