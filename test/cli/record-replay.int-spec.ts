import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordCommand } from '../../apps/relay/src/cli/recording/record.command.js';
import { replayCommand } from '../../apps/relay/src/cli/recording/replay.command.js';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess, type CommandLine, type Ran } from '../support/command-line.js';
import { leasesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
let simulator: Simulator;
let prefix: string;
const relays: RelayInProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-relay-recording-'));
  simulator = await new Simulator({ chatRate: 500 }).start();
  prefix = uniquePrefix().replace(':', '-');
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map(async (one) => one.stop()));
  await simulator.stop();
  rmSync(folder, { recursive: true });
});

function bridges(): object[] {
  const { roomId, jobId } = simulator.rooms[0]!;
  const target = { roomId, jobId };
  const chat = simulator.chatUrls;
  return [
    {
      name: 'generic',
      source: {
        type: 'websocket',
        url: chat.generic,
        onOpen: ['{"op":"subscribe","room":"42"}'],
        mapping: GENERIC_MAPPING,
      },
      target,
    },
    {
      name: 'twitch',
      source: { type: 'twitch-irc', channel: 'somebody', url: chat['twitch-irc'] },
      target,
    },
    { name: 'pushed', source: { type: 'push', mapping: GENERIC_MAPPING, token: 't' }, target },
  ];
}

async function relay(roles: string): Promise<RelayInProcess> {
  const redis = await RedisServer.shared();
  const started = await startRelay({
    redis,
    simulator,
    prefix,
    bridges: bridges(),
    environment: { RELAY_ROLES: roles },
  });
  relays.push(started);
  return started;
}

function fileOf(): object {
  const { projectId } = simulator.settings;
  const auth = { type: 'token', token: '${TOKEN}' };
  const metastudio = { endpoint: simulator.url, projectId, auth };
  return { metastudio, bridges: bridges(), redis: { prefix } };
}

async function run(args: readonly string[], more: Partial<CommandLine> = {}): Promise<Ran> {
  const { url } = await RedisServer.shared();
  return runInProcess(args, {
    commands: [recordCommand, replayCommand],
    file: more.file ?? fileOf(),
    environment: { TOKEN: 't', REDIS_URL: url },
    ...more,
  });
}

/** Records so many events of a bridge, and keeps them in a file. */
async function recorded(bridge: string, events: number): Promise<string> {
  const enough = new AbortController();
  const platform = bridge === 'twitch' ? 'twitch-irc' : 'generic';
  const running = run(['record', '--bridge', bridge], { stopped: enough.signal });
  await eventually(() => {
    const rooms = simulator.state().chat[platform] ?? [];
    return rooms.some(({ sent }) => sent.total >= events);
  }, 'the chat has sent enough');
  enough.abort();
  const { code, stdout, stderr } = await running;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/frames recorded/) });
  const file = join(folder, `${bridge}.jsonl`);
  writeFileSync(file, stdout);
  return file;
}

async function ledgerOf(started: RelayInProcess) {
  const { ledger } = started.relay;
  const [target] = await ledger.targets();
  return (await ledger.rowsOf(target!)).filter(({ received }) => received > 0);
}

describe('live-relay record and replay', () => {
  it.each(['generic', 'twitch'])(
    'carry the frames of %s through the filters and the buffer to MetaStudio, in order',
    async (bridge) => {
      const file = await recorded(bridge, 300);
      expect(simulator.state().accepted.events).toBe(0);
      const reporter = await relay('reporter');
      const { code, stderr } = await run(['replay', file, '--bridge', bridge, '--speed', 'max']);
      expect(stderr).toMatch(/ bytes replayed\n\d+ frames \(0 times not understood\), \d+ events/);
      expect(code).toBe(0);
      await eventually(
        async () => (await ledgerOf(reporter)).every(({ waiting }) => waiting === 0),
        'all is reported',
      );
      const [row] = await ledgerOf(reporter);
      expect(row).toMatchObject({ bridge, unaccounted: 0, deadLettered: 0 });
      const [, events] = / (\d+) events/u.exec(stderr) ?? [];
      expect(row!.received).toBe(Number(events));
      expect(row!.received).toBeGreaterThan(0);
      const { accepted } = simulator.state();
      expect(accepted).toMatchObject({ events: row!.reported, duplicates: 0, outOfOrder: 0 });
    },
    180_000,
  );

  it('keep the pauses between frames, by the speed', async () => {
    const lines = [0, 400, 1200].map((at) => JSON.stringify({ at, frame: `{"n":${at}}` }));
    const file = join(folder, 'slow.jsonl');
    writeFileSync(file, lines.join('\n'));
    const took = async (speed: string): Promise<number> => {
      const from = performance.now();
      expect(await run(['replay', file, '--bridge', 'generic', '--speed', speed])).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('3 frames'),
      });
      return performance.now() - from;
    };
    expect(await took('2')).toBeGreaterThanOrEqual(600);
    expect(await took('1')).toBeGreaterThanOrEqual(1200);
  }, 180_000);

  it('refuse a bridge that a running process holds', async () => {
    const file = join(folder, 'one.jsonl');
    writeFileSync(file, JSON.stringify({ at: 0, frame: '{}' }));
    const holder = await relay('collector');
    await eventually(
      async () => (await leasesOf(holder.relay.ledger)).has('generic'),
      'the bridge is held',
    );
    const { code, stderr } = await run(['replay', file, '--bridge', 'generic']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/is held by .*=reporter,console/u),
    });
    const [lease] = [(await leasesOf(holder.relay.ledger)).get('generic')];
    expect(lease!.holder).not.toContain('replay');
    // What is pushed to us has no holder: any process appends to it.
    expect(await run(['replay', file, '--bridge', 'pushed'])).toMatchObject({ code: 0 });
  }, 180_000);

  it('give the bridge back at the end, so that a relay continues it at once', async () => {
    const file = join(folder, 'one.jsonl');
    writeFileSync(file, JSON.stringify({ at: 0, frame: '{}' }));
    await run(['replay', file, '--bridge', 'generic']);
    const holder = await relay('collector');
    expect((await leasesOf(holder.relay.ledger)).has('generic')).toBe(true);
  }, 180_000);

  it('name lines that are no frames, and replay the others', async () => {
    const file = join(folder, 'mixed.jsonl');
    writeFileSync(
      file,
      ['{"at":0,"frame":"{}"}', 'nonsense', '', '{"at":1,"frame":"{}"}'].join('\n'),
    );
    const { code, stderr } = await run(['replay', file, '--bridge', 'generic']);
    expect(code).toBe(1);
    expect(stderr).toContain('line 2 is no recorded frame');
    expect(stderr).toContain('2 frames');
  });

  it('say what is wrong with a bridge, a speed or a file', async () => {
    expect(await run(['record', '--bridge', 'generik'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean generic?'),
    });
    expect(await run(['record', '--bridge', 'pushed'])).toMatchObject({
      code: 2,
      stderr: 'pushed is pushed to us: there is nothing to connect to\n',
    });
    expect(await run(['replay', 'none', '--bridge', 'generic'])).toMatchObject({
      code: 2,
      stderr: 'none cannot be read\n',
    });
    const speed = await run(['replay', 'none', '--bridge', 'generic', '--speed', '0']);
    expect(speed).toMatchObject({ code: 2, stderr: expect.stringContaining('--speed') });
  });

  it('record goes on for days where it is not told to end', async () => {
    const enough = new AbortController();
    const now = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now');
    const wanted = { after: Infinity };
    const running = run(['record', '--bridge', 'twitch'], {
      stopped: enough.signal,
      onStdout: (all) => {
        const frames = all.split('\n').length;
        if (wanted.after === Infinity) {
          wanted.after = frames + 300;
          clock.mockImplementation(() => now() + 2 * DAY_MS);
        }
        if (frames > wanted.after) enough.abort();
      },
    });
    try {
      const { code, stdout } = await running;
      expect([code, enough.signal.aborted]).toEqual([0, true]);
      expect(stdout.split('\n').length).toBeGreaterThan(wanted.after);
    } finally {
      clock.mockRestore();
    }
  });

  it('say why a source cannot be reached, and that nothing was recorded', async () => {
    const file = fileOf();
    await simulator.stop();
    const args = ['record', '--bridge', 'twitch', '--seconds', '1'];
    const { code, stdout, stderr } = await run(args, { file });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('twitch: not connected: ');
    expect(stderr).toContain('0 frames recorded');
  });
});
