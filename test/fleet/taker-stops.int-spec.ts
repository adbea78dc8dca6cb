import {
  answerOffer,
  giveBridge,
  readOffers,
} from '../../libs/event-buffer/src/scripts/fleet/fleet.lua.js';
import { eventually } from '../support/eventually.js';
import { asked, expectOnce, withMove, type Moving } from './moving-room.js';
import { BRIDGE } from './room-fleet.js';

/** For so long a process is cut off from Redis, in ms: longer than a stop takes that hands nothing over. */
const CUT_OFF_MS = 1500;

/** What tells that the moment has come at which the taker stops. */
const MOMENTS: Record<string, (moving: Moving) => Promise<void>> = {
  'says that it is ready': async ({ taker }) => asked(taker, answerOffer),
  'waits for the bridge': async ({ fleet }) => fleet.ready(),
  'is to be given the bridge, and the giver is cut off': async ({ giver }) =>
    asked(giver, giveBridge, { lost: 'question', forMs: CUT_OFF_MS }),
  'was given the bridge, and does not know so': async ({ giver, taker }) => {
    await asked(giver, giveBridge);
    await asked(taker, readOffers, { lost: 'answer', forMs: 500 });
  },
};

describe('a bridge whose holder stops', () => {
  it('loses and doubles no message, where Redis is away for a moment just then', async () => {
    await withMove(async ({ fleet, giver, taker }) => {
      const { room } = fleet;
      const next = await fleet.join('one', taker);
      const holder = await fleet.holderOf(BRIDGE);
      await fleet.looked(holder);
      room.talk(5);
      await eventually(() => room.comments > 50, 'the chat goes on');
      giver.breakFor(CUT_OFF_MS);
      await fleet.stop(holder);
      await eventually(() => room.open.length === 1, 'the other one has it');
      room.fallSilent();
      await expectOnce(fleet);
      expect(await fleet.holderOf(BRIDGE)).toBe(next);
    });
  });
});

// Side by side, since they mostly wait.
describe('a bridge whose taker stops', () => {
  it.concurrent.each(Object.keys(MOMENTS))(
    'loses and doubles no message, where that one %s',
    async (when) => {
      await withMove(async (moving) => {
        const { fleet, taker } = moving;
        const { room } = fleet;
        const next = await fleet.join('one', taker);
        room.talk(5);
        await eventually(() => room.comments > 50, 'the chat goes on');
        const hasCome = MOMENTS[when]!(moving);
        await fleet.offer(next);
        await hasCome;
        await fleet.stop(next);
        const sent = room.comments;
        await eventually(() => room.comments > sent + 400, 'the chat goes on');
        await eventually(() => room.open.length === 1, 'the other one has it');
        room.fallSilent();
        await expectOnce(fleet);
        expect(await fleet.holderOf(BRIDGE)).not.toBe(next);
      });
    },
  );
});
