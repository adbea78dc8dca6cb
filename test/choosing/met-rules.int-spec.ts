import { Simulator } from '../../apps/simulator/src/index.js';
import { whyCommand } from '../../apps/relay/src/cli/watching/why.command.js';
import type { Told, ToldEvent } from '../../apps/relay/src/trail/trail-reader.js';
import { runInProcess } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const ROOM = { roomId: 'r', jobId: 'j' };
const CHOOSE = {
  gifts: { streaks: 'whole', endedAfterSeconds: 0.5 },
  only: { prefixes: ['#'] },
  names: { digits: false, otherwise: '朋友' },
};
const RULES = [
  rule('price', 1, { tag: 'content', match: 'EQUAL', value: '多少钱' }),
  rule('long', 1, { tag: 'content', match: 'REGEX', value: '^长{6}$' }),
  rule('nameless', 1, { tag: 'name', match: 'EQUAL', value: '朋友' }),
  rule('three roses', 4, { tag: 'giftNum', match: 'MATH_GE', value: '3' }),
  rule('worth', 4, { tag: 'totalValue', match: 'MATH_EQ', value: '10' }),
];

describe('the rules of a room', () => {
  let simulator: Simulator;
  let relay: RelayInProcess;

  beforeAll(async () => {
    const rooms = [{ ...ROOM, rules: RULES }];
    simulator = await new Simulator({ validate: 'full', rooms }).start();
    relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      prefix: uniquePrefix().replace(':', '-'),
      bridges: [
        {
          name: 'shop',
          source: { type: 'push', token: 'push-token-1' },
          maxTextLength: 6,
          target: { ...ROOM, choose: CHOOSE },
        },
      ],
      buffer: { minIntervalMs: 50 },
      file: { trail: 'on' },
    });
  });

  afterAll(async () => {
    await relay.stop();
    await simulator.stop();
  });

  it('are compared with comments as they are reported, without what was cut off', async () => {
    push([said('#多少钱', 'Ann'), said('#长长长长长长长长', 'Bob'), said('#你好', '123')]);
    expect(ruleOf(await reported('#多少钱'))).toBe('price');
    expect(ruleOf(await reported('#长长长长长长长长'))).toBe('long');
    expect(ruleOf(await reported('#你好'))).toBe('nameless');
  });

  it('are compared with a streak as it is reported, as one gift', async () => {
    push([streak(2, 'Cat'), streak(4, 'Cat')]);
    push([streak(1, 'Dan'), streak(2, 'Dan')]);
    expect(ruleOf(await reported('Cat'))).toBe('three roses');
    expect(ruleOf(await reported('Dan'))).toBe('worth');
  });

  function push(events: readonly object[]): void {
    relay.relay.pushes!.bridges.get('shop')!.feed.push(JSON.stringify(events), true);
  }

  async function reported(text: string): Promise<ToldEvent> {
    const commands = [whyCommand];
    return eventually(async () => {
      const asked = ['why', text, '--json'];
      const { stdout } = await runInProcess(asked, { commands, ...relay.installation });
      const { events } = JSON.parse(stdout || '{"events":[]}') as Told;
      return events.find(({ state }) => state === 'reported');
    }, `${text} is reported`);
  }
});

function ruleOf({ meeting }: ToldEvent): string | undefined {
  return meeting !== undefined && 'rule' in meeting ? meeting.rule : meeting?.kind;
}

function rule(name: string, type: number, tag: object): object {
  const condition = { relation: 'AND', tags: [{ operation: 'NONE', ...tag }] };
  return { rule_name: name, event_type: type, hit_condition: condition };
}

function said(text: string, name: string): object {
  return { type: 'comment', user: { id: name, name }, text };
}

/** Each at a time of its own: what is alike in every byte cannot be told apart. */
function streak(count: number, name: string): object {
  const [user, gift] = [
    { id: name, name },
    { name: 'Rose', unitValue: 5 },
  ];
  const combo = { key: name, count, end: false };
  return { type: 'gift', time: Date.now() + count, user, gift, combo };
}
