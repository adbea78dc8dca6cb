import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { ScriptedChats, waitingForTurn } from '../support/scripted-chats.js';

const ROOMS = 20;
const COMMENTS = 100;
/** As long as a comment may be; in UTF-8 each character takes three bytes. */
const WORDS = '好'.repeat(490);
/** With what stands around the words. */
const ROOM_BYTES = COMMENTS * 3 * WORDS.length * 1.3;

/** The viewer of a room writes all at once, and numbers what she writes. */
function flood(chats: ScriptedChats, room: number): void {
  for (let i = 0; i < COMMENTS; i++) chats.say(room, 'chat', `${room}-${i}`, `${i}:${WORDS}`);
}

describe('targets that wait for a turn', () => {
  it('hold no events meanwhile, however many and large, and report all of them in order', async () => {
    const chats = await ScriptedChats.listen();
    const simulator = await new Simulator({ rooms: ROOMS, keep: 'all', validate: 'full' }).start();
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: simulator.rooms.map(({ roomId, jobId }, room) => ({
        name: `room-${room}`,
        source: chats.sourceOf(room),
        target: { roomId, jobId },
      })),
      metastudio: { reportsPerSecond: 3 },
      buffer: { minIntervalMs: 50 },
    });
    const { memory } = relay.relay;
    const accepted = (): number => simulator.state().accepted.events;
    let looks = 0;
    try {
      await chats.read(ROOMS);
      for (let room = 0; room < ROOMS; room++) flood(chats, room);
      await eventually(async () => {
        const before = await waitingForTurn(relay);
        const { bytes } = memory;
        const atWork = ROOMS - Math.min(before, await waitingForTurn(relay));
        // Beside those at work one or two may have begun and ended between the two looks.
        if (atWork < ROOMS / 2) looks++;
        if (atWork < ROOMS / 2) expect(bytes).toBeLessThan((atWork + 2) * ROOM_BYTES);
        return accepted() === ROOMS * COMMENTS;
      }, 'all is accepted');
      expect(looks).toBeGreaterThan(0);
      for (const { jobId } of simulator.rooms) {
        const numbers = simulator.events(jobId).map(({ content }) => {
          return Number.parseInt((JSON.parse(content!) as { content: string }).content, 10);
        });
        expect(numbers).toEqual(Array.from({ length: COMMENTS }, (_, i) => i));
      }
      await eventually(() => memory.bytes === 0, 'nothing is held any more');
    } finally {
      await relay.stop();
      await simulator.stop();
      chats.close();
    }
  });
});
