import { pause } from '#timing';
import { eventually } from '../support/eventually.js';
import { expectOnce } from './moving-room.js';
import { BRIDGE, COMMENT_RULE, RoomFleet } from './room-fleet.js';

/** A source that asks for its room, and is not told that it was heard. */
const ASKS = {
  type: 'websocket',
  onOpen: ['{"op":"subscribe"}'],
  mapping: {
    platform: 'douyin',
    rules: [COMMENT_RULE],
  },
};
/** For how long a server reads nothing, in ms: longer than a source reads on in any case. */
const DEAF_MS = 1000;

/** Hands the bridge over while the server reads nothing of the next collector. */
async function handOver(fleet: RoomFleet): Promise<void> {
  const { room } = fleet;
  await fleet.join('one');
  await eventually(() => room.open.length === 1, 'the room is heard');
  const next = await fleet.join('one');
  await fleet.looked(await fleet.holderOf(BRIDGE));
  room.deafen();
  room.talk(5);
  await fleet.offer(next);
  await eventually(() => room.unheard === 1, 'the next one has connected');
  await pause(DEAF_MS);
  room.hear();
  await eventually(async () => (await fleet.holderOf(BRIDGE)) === next, 'it was given');
  await eventually(() => room.open.length === 1, 'the one before has gone');
  room.fallSilent();
}

describe('a bridge that is handed over while its server is busy', () => {
  it('loses and doubles no message, though nobody tells when the next one is heard', async () => {
    await RoomFleet.with(
      (url) => ({ source: { ...ASKS, url } }),
      async (fleet) => {
        await handOver(fleet);
        await expectOnce(fleet);
      },
    );
  });
});
