import { ReportQueue } from '#event-buffer';
import { deadLettersCommands } from '../../apps/relay/src/cli/dead-letters/dead-letters.commands.js';
import {
  addressOf,
  BufferRig,
  comments,
  event,
  firstPlaces,
  limitsOf,
  TARGET,
} from '../event-buffer/support/buffer-rig.js';
import { runInProcess, type CommandLine, type Ran } from '../support/command-line.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';

const WORDS = { code: 'MSS.00000003', message: 'Invalid parameter', requestId: 'r-1', at: 5 };

let rig: BufferRig;
let prefix: string;

beforeEach(async () => {
  prefix = uniquePrefix().replace(':', '-');
  rig = await BufferRig.open(undefined, prefix);
});
afterEach(() => rig.close());

/** Has MetaStudio refuse all that waits. */
async function refuseAll(words = WORDS, target = TARGET): Promise<void> {
  const drain = await rig.drain(target);
  for (;;) {
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(1000), firstPlaces(1000));
    const refused = batch.refused.map(() => words);
    if (batch.passed === 0) return;
    await drain.settle(batch, true, {}, refused);
  }
}

async function run(args: readonly string[], more: Partial<CommandLine> = {}): Promise<Ran> {
  const { url } = await RedisServer.shared();
  return runInProcess(['dead-letters', ...args], {
    commands: [deadLettersCommands],
    file: {
      metastudio: {
        region: 'cn-north-4',
        projectId: '70b7600000034253880af501cd000000',
        auth: { type: 'token', token: '${TOKEN}' },
      },
      bridges: [
        {
          name: 'main',
          source: { type: 'twitch-irc', channel: 'somebody' },
          target: { roomId: '00000000000000000000000000000001' },
        },
      ],
      buffer: { maxEvents: 1000 },
      redis: { prefix },
    },
    environment: { TOKEN: 't', REDIS_URL: url },
    ...more,
  });
}

async function idsOf(args: readonly string[] = []): Promise<string[]> {
  const { stdout } = await run(['list', '--json', ...args]);
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

describe('live-relay dead-letters', () => {
  it("list: tells the refused events and why, without the viewer's words", async () => {
    await rig.append([event('comment', 'a secret wish')]);
    await refuseAll();
    const { code, stdout, stderr } = await run(['list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '1 dead letter\n' });
    expect(stdout).toMatch(/^ID +REFUSED +TARGET +BRIDGE +TYPE +CODE +REQUEST +MESSAGE\n/);
    for (const word of [TARGET, 'main', 'comment', WORDS.code, WORDS.message, WORDS.requestId]) {
      expect(stdout).toContain(word);
    }
    expect(stdout).not.toContain('wish');
    const listed = JSON.parse((await run(['list', '--json'])).stdout) as unknown[];
    expect(listed).toEqual([
      {
        ...WORDS,
        id: expect.any(String),
        target: TARGET,
        bridge: 'main',
        type: 'comment',
        receivedAt: expect.any(Number),
      },
    ]);
  });

  it('show: prints a letter with its event, which cannot steer the terminal', async () => {
    await rig.append([event('comment', 'wish \u009b31m \u202e')]);
    await refuseAll();
    const [id] = await idsOf();
    const { code, stdout } = await run(['show', id!]);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[\u009b\u202e]/u);
    const shown = JSON.parse(stdout) as { event: { type: number; content: string } };
    expect(shown).toMatchObject({ ...WORDS, id });
    expect(JSON.parse(shown.event.content)).toMatchObject({ content: 'wish \u009b31m \u202e' });
    expect(await run(['show', '1-1'])).toMatchObject({ code: 1, stdout: '' });
  });

  it('export: writes JSON Lines, and changes nothing', async () => {
    await rig.append(comments(150, 'c'));
    await refuseAll();
    const { code, stdout } = await run(['export']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    const texts = lines.map((line) => {
      const { event: exported } = JSON.parse(line) as { event: { content: string } };
      return (JSON.parse(exported.content) as { content: string }).content;
    });
    expect(texts).toEqual(Array.from({ length: 150 }, (_, i) => `c${i}`));
    expect(await rig.row()).toMatchObject({ deadLettered: 150 });
  });

  it('chooses by target, bridge, code and id', async () => {
    await rig.append(comments(2), { bridge: 'a' });
    await refuseAll();
    await rig.append(comments(3), { bridge: 'b' });
    await refuseAll({ ...WORDS, code: 'MSS.10000003' });
    await rig.append(comments(1), { target: 'default/room-2', bridge: 'a' });
    await refuseAll(WORDS, 'default/room-2');
    const all = await idsOf();
    expect(all).toHaveLength(6);
    expect(await idsOf(['--target', TARGET])).toHaveLength(5);
    expect(await idsOf(['--bridge', 'a'])).toHaveLength(3);
    expect(await idsOf(['--code', 'MSS.10000003'])).toHaveLength(3);
    const wrong = await run(['list', '--target', 'default/room-3']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean') });
    const chosen = `${all[1]},${all[0]}`;
    const { stdout } = await run(['export', '--id', chosen]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(await run(['export', '--id', 'x'])).toMatchObject({ code: 2 });
  });

  it('changes nothing without a choice of letters', async () => {
    await rig.append(comments(1));
    await refuseAll();
    for (const action of ['replay', 'drop']) {
      const { code, stderr } = await run([action]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--all') });
    }
    expect(await rig.row()).toMatchObject({ deadLettered: 1 });
  });

  it('drop: removes the chosen letters, and the ledger balances', async () => {
    await rig.append(comments(3));
    await refuseAll();
    const [first] = await idsOf();
    expect(await run(['drop', '--id', first!])).toMatchObject({
      code: 0,
      stderr: '1 dead letter dropped\n',
    });
    await run(['drop', '--all']);
    const dropped = { dead_letter_discarded: 3 };
    expect(await rig.row()).toMatchObject({ deadLettered: 0, waiting: 0, dropped });
  });

  it('says so when Redis cannot be used', async () => {
    const environment = { TOKEN: 't', REDIS_URL: 'redis://127.0.0.1:1' };
    const { code, stderr } = await run(['list'], { environment });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Redis cannot') });
  }, 180_000);
});

describe('live-relay dead-letters replay', () => {
  it('puts all letters back, in order, wakes the target, and shows its progress', async () => {
    await rig.append(comments(230, 'c'));
    await refuseAll();
    const { code, stderr } = await run(['replay', '--all']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '230 of 230 dead letters put back\n' });
    const queue = new ReportQueue(addressOf(await RedisServer.shared()), { prefix }, () => {});
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
    await queue.close();
    expect(await rig.reportAll()).toEqual(Array.from({ length: 230 }, (_, i) => `c${i}`));
    expect(await rig.row()).toMatchObject({ received: 230, reported: 230, deadLettered: 0 });
  });

  it('draws a bar on a terminal', async () => {
    await rig.append(comments(3));
    await refuseAll();
    const { stderr } = await run(['replay', '--all'], { isTTY: true });
    expect(stderr).toContain('\r\u001B[K[........................]  0 % 0 of 3');
    expect(stderr).toMatch(/\[#{24}\] {0,2}100 % 3 of 3 dead letters put back\n$/);
  });

  it('waits where a quarter of the buffer is taken, may be interrupted, and goes on later', async () => {
    await rig.append(comments(400, 'c'));
    await refuseAll();
    const interrupt = new AbortController();
    const first = await run(['replay', '--all'], {
      isTTY: true,
      stopped: interrupt.signal,
      onStderr: (all) => {
        if (all.includes('wait to be reported')) interrupt.abort();
      },
    });
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('200 of 400 dead letters put back; the rest are still');
    expect(await rig.row()).toMatchObject({ waiting: 200, deadLettered: 200 });
    const reported = await rig.reportAll();
    expect(await run(['replay', '--all'])).toMatchObject({ code: 0 });
    reported.push(...(await rig.reportAll()));
    expect(reported).toEqual(Array.from({ length: 400 }, (_, i) => `c${i}`));
    expect(await rig.row()).toMatchObject({ reported: 400, deadLettered: 0, waiting: 0 });
  });

  it('run twice at a time puts each letter back once', async () => {
    await rig.append(comments(240, 'c'));
    await refuseAll();
    await Promise.all([run(['replay', '--all']), run(['replay', '--all'])]);
    const texts = await rig.reportAll();
    expect(new Set(texts).size).toBe(240);
    expect(texts).toHaveLength(240);
    expect(await rig.row()).toMatchObject({ received: 240, reported: 240, deadLettered: 0 });
  });

  it('ends, though its letters are refused again meanwhile', async () => {
    await rig.append(comments(1));
    await refuseAll();
    const [id] = await idsOf();
    await run(['replay', '--all']);
    await refuseAll();
    expect(await idsOf()).not.toContain(id);
    expect(await run(['replay', '--id', id!])).toMatchObject({ code: 1 });
    expect(await rig.row()).toMatchObject({ deadLettered: 1, waiting: 0 });
  });

  it('is in the audit trail where it changed something', async () => {
    await rig.append(comments(3));
    await refuseAll();
    await run(['replay', '--all']);
    await refuseAll();
    await run(['drop', '--all']);
    const rows = await rig.redis.xrange(`${prefix}:audit`, '-', '+');
    expect(rows.map(([, fields]) => fields)).toEqual([
      [...BY, 'dead-letters.replay', 'subject', TARGET, 'note', '3'],
      [...BY, 'dead-letters.drop', 'subject', TARGET, 'note', '3'],
    ]);
  });
});

const BY = ['by', 'command line', 'via', 'command-line', 'action'];
