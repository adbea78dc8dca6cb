import { tapCommand } from '../../apps/relay/src/cli/watching/tap.command.js';
import { testEventCommand } from '../../apps/relay/src/cli/watching/test-event.command.js';
import { topCommand } from '../../apps/relay/src/cli/watching/top.command.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess, type Ran } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { Stage } from '../support/stage.js';

const COMMANDS = [topCommand, tapCommand, testEventCommand];
const SOURCE = { type: 'push', token: '${AK}' };

async function start(stage: Stage, roles = 'collector,reporter') {
  const redis = await RedisServer.shared();
  const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
  const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
  const target = { roomId };
  const relay = stage.opens(
    await startRelay({
      redis,
      simulator,
      environment: { RELAY_ROLES: roles },
      bridges: [
        { name: 'shop', source: SOURCE, target, filter: { blockWords: ['spam'] } },
        { name: 'other', source: SOURCE, target },
      ],
    }),
  );
  return { relay, simulator };
}

function comment(text: string, name = 'Kim'): string {
  return JSON.stringify({ type: 'comment', user: { id: '7', name }, text });
}

async function run({ installation }: RelayInProcess, args: string[]): Promise<Ran> {
  return runInProcess(args, { commands: COMMANDS, stdin: '', ...installation });
}

/** Runs a command, and goes on with something again and again until it has ended. */
async function whilePushing(relay: RelayInProcess, args: string[], push: () => void): Promise<Ran> {
  const timer = setInterval(push, 20);
  try {
    return await run(relay, args);
  } finally {
    clearInterval(timer);
  }
}

describe('tap', () => {
  it(
    'shows the passing events of one bridge, as many as asked for, and counts dropped ones',
    Stage.of(async (stage) => {
      const { relay, simulator } = await start(stage);
      const push = (): void => {
        relay.relay.pushes!.get('shop')!.push(comment('how\u001b[31m much?'), true);
        relay.relay.pushes!.get('shop')!.push(comment('spam'), true);
        relay.relay.pushes!.get('other')!.push(comment('of another'), true);
      };
      const told = await whilePushing(relay, ['tap', 'shop', '--limit', '3'], push);
      expect(told.code).toBe(0);
      const lines = told.stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      for (const line of lines) {
        expect(line).toMatch(/^\d{4}-.*Z comment Kim \(push_7\): how.*much\?$/);
      }
      expect(told.stdout).not.toContain('\u001b');
      expect(told.stderr).toMatch(
        /^3 events passed; meanwhile \d+ were received; dropped: \w+ \d+\n$/,
      );

      const asJson = await whilePushing(relay, ['tap', 'shop', '--limit', '1', '--json'], push);
      const event = JSON.parse(asJson.stdout) as { type: number; content: string };
      expect(event.type).toBe(1);
      expect(JSON.parse(event.content)).toMatchObject({ user: { name: 'Kim' } });
      // It has taken nothing away.
      await eventually(() => simulator.events().length > 0, 'they are reported');
    }),
  );

  it(
    'ends after its duration, and says that no event passed',
    Stage.of(async (stage) => {
      const { relay } = await start(stage, 'collector');
      const { code, stdout, stderr } = await run(relay, ['tap', 'shop', '--duration', '0.3s']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe('0 events passed; meanwhile 0 were received\n');
      const unknown = await run(relay, ['tap', 'shp']);
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('did you mean shop?') as string,
      });
    }),
  );
});

describe('test-event', () => {
  it(
    'passes through the ledger of a bridge that another process holds, and tells that MetaStudio accepted it',
    Stage.of(async (stage) => {
      const { relay, simulator } = await start(stage);
      const args = ['test-event', 'shop', '--text', 'Is it on?', '--user', 'Ann', '--yes'];
      const { code, stdout } = await run(relay, args);
      expect(stdout).toMatch(/^sent: .* comment Ann \(test_[0-9a-f]{12}\): Is it on\?\n/);
      expect(stdout).toMatch(/\nreported to MetaStudio, which accepted it, within [\d.]+ s\n$/);
      expect(code).toBe(0);
      expect(simulator.events()).toHaveLength(1);
      const [target] = await relay.relay.ledger.targets();
      expect(await relay.relay.ledger.rowsOf(target!)).toMatchObject([
        { bridge: 'other', received: 0 },
        { bridge: 'shop', received: 1, reported: 1, unaccounted: 0 },
      ]);
    }),
  );

  it(
    'sends nothing without a yes; names the filter that drops the event, or that it waits',
    Stage.of(async (stage) => {
      const { relay, simulator } = await start(stage, 'collector');
      const unasked = await run(relay, ['test-event', 'shop']);
      expect(unasked.code).toBe(1);
      expect(unasked.stderr).toContain('viewers hear it');
      expect(unasked.stderr).toContain('Nothing was done');
      const dropped = await run(relay, ['test-event', 'shop', '--yes', '--text', 'spam']);
      expect(dropped.code).toBe(1);
      expect(dropped.stderr).toMatch(/^dropped: \w+\./);
      const gift = ['test-event', 'shop', '--yes', '--type', 'gift', '--count', '3'];
      const waits = await run(relay, [...gift, '--wait', '0.2s']);
      expect(waits.code).toBe(1);
      expect(waits.stderr).toContain('no reporter runs');
      expect(simulator.events()).toEqual([]);
    }),
  );
});

describe('top', () => {
  it(
    'shows rates within its width, and in a pipe one table without control codes',
    Stage.of(async (stage) => {
      const { relay } = await start(stage, 'collector');
      const push = (): void => {
        relay.relay.pushes!.get('shop')!.push(comment('how much?'), true);
      };
      const { code, stdout } = await whilePushing(relay, ['top', '--by', 'rate'], push);
      expect(code).toBe(0);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toContain('No reporter runs');
      expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
      const rows = stdout.split('\n').filter((line) => /^(?:shop|other) /.test(line));
      expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['shop', 'other']);

      const looks = ['top', '--json', '--looks', '2', '--every', '0.2'];
      const asJson = await whilePushing(relay, looks, push);
      const documents = asJson.stdout.trimEnd().split('\n');
      expect(documents).toHaveLength(2);
      expect(JSON.parse(documents[1]!)).toMatchObject({
        missingRoles: ['reporter'],
        bridges: [
          { bridge: expect.any(String) as string, source: 'pushed', troubles: [] },
          { troubles: [] },
        ],
      });
    }),
  );
});
