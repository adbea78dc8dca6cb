import { Simulator } from '../../apps/simulator/src/index.js';
import { parseAnswers } from '../../apps/relay/src/answers/waiting-answers.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';

describe('pace: human', () => {
  it('asks how many answers wait, and lets no comment through while too many wait', async () => {
    const redis = await RedisServer.shared();
    const simulator = await new Simulator({ validate: 'full' }).start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const choose = { comments: { n: 1, everySeconds: 0.5, turnSeconds: 0 }, pace: 'human' };
    const source = { type: 'push', token: 'push-token-1' };
    const relay = await startRelay({
      redis,
      simulator,
      prefix: uniquePrefix().replace(':', '-'),
      bridges: [{ name: 'shop', source, target: { roomId, jobId, choose } }],
      buffer: { minIntervalMs: 50 },
    });
    const { ledger, pushes } = relay.relay;
    const push = (id: string, text: string): void => {
      const event = { type: 'comment', id, user: { id, name: id }, text };
      pushes!.bridges.get('shop')!.feed.push(JSON.stringify(event), true);
    };
    const answers = async () => {
      const [target = ''] = await ledger.targets();
      return parseAnswers((await ledger.table.read(target)).fields['answers'] ?? '');
    };
    try {
      push('1', '包邮吗');
      await eventually(() => simulator.events().length === 1, 'the first is reported');
      simulator.queueAnswers(jobId!, 3);
      await eventually(async () => (await answers())?.count === 3, 'three answers wait');
      push('2', '防水吗');
      await eventually(async () => {
        const [target = ''] = await ledger.targets();
        const [row] = await ledger.rowsOf(target);
        return row?.dropped['not_chosen'] === 1;
      }, 'it is not let through');
      expect(simulator.events()).toHaveLength(1);
    } finally {
      await relay.stop();
      await simulator.stop();
    }
  });
});
