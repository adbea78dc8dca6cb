import { AnswersTurn } from '../../apps/relay/src/reporter/answers/answers-turn.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
});
afterEach(() => rig.close());

describe('the turn to ask how many answers wait', () => {
  it('one reporter takes it in each round; a turn that would last an hour is ended', async () => {
    const wanted = { urgent: ['p/a'], others: [] };
    const [one, other] = [1, 2].map(() => new AnswersTurn(rig.redis, rig.keys, 60_000));
    expect(await one!.take('p', wanted, 1)).toEqual(['p/a']);
    expect(await other!.take('p', wanted, 1)).toEqual([]);
    // As Redis's clock leaves it where it goes back by an hour.
    expect(await rig.redis.pexpire(`${rig.prefix}:answers:p:turn`, 3_600_000)).toBe(1);
    expect(await other!.take('p', wanted, 1)).toEqual([]);
    expect(await other!.take('p', wanted, 1)).toEqual(['p/a']);
  });
});
