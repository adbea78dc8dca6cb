import type { CliCommand } from '../../apps/relay/src/cli/cli-context.js';
import { COMMANDS } from '../../apps/relay/src/cli/commands.js';

/** Every command that can be run, by what is typed. */
async function runnable(): Promise<readonly (readonly [name: string, command: CliCommand])[]> {
  const found: (readonly [string, CliCommand])[] = [];
  for (const { load } of COMMANDS) {
    const loaded = await load();
    if ('run' in loaded) found.push([loaded.name, loaded]);
    else {
      if (loaded.itself !== undefined) found.push([loaded.name, loaded.itself]);
      found.push(...loaded.commands.map((one) => [`${loaded.name} ${one.name}`, one] as const));
    }
  }
  return found;
}

/** The options that a line of a shell gives to our own program. */
function optionsOf(example: string): string[] {
  const own = /live-relay ([^|>&]*)/u.exec(example)?.[1] ?? '';
  const bare = own.replaceAll(/"[^"]*"|'[^']*'/gu, '');
  return [...bare.matchAll(/(?<= )--[a-z-]+/gu)].map(([option]) => option);
}

describe('the help of the commands', () => {
  it('has an example for each, of it, with options that it has', async () => {
    for (const [name, { examples, options }] of await runnable()) {
      const known = options.map(([flags]) => /--[a-z-]+/u.exec(flags)![0]);
      expect({ name, some: examples.some((one) => one.includes(`live-relay ${name}`)) }).toEqual({
        name,
        some: true,
      });
      const given = examples
        .filter((one) => one.includes(`live-relay ${name}`))
        .flatMap((one) => optionsOf(one));
      expect([...known, '--config']).toEqual(expect.arrayContaining([...new Set(given)]));
    }
  });

  it('tells of each what it exits with', async () => {
    for (const [, { details }] of await runnable()) expect(details).toContain('Exit codes: 0 ');
  });
});
