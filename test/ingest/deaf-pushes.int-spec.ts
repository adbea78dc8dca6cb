import { sourcesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { IngestRig } from './ingest-rig.js';

const NOTICED_MS = 90_000;
const TOKEN = 'push-token-1';

const COMMENT = JSON.stringify([
  { id: '1', method: 'WebcastChatMessage', user: { id: 's1', name: '小满' }, content: '有货吗' },
]);

describe('a source that is pushed, and cannot be understood', () => {
  it('is deaf in the log, the metric and status, until it is understood again', async () => {
    const sources = {
      room: { type: 'dycast', token: TOKEN },
      unsigned: { type: 'kuaishou-webhook', secret: 'not-of-this-sender' },
    };
    const rig = await IngestRig.start({ redis: await RedisServer.shared(), sources });
    const events = (): string[] => {
      return rig.logLines.map((line) => String((JSON.parse(line) as { event?: unknown }).event));
    };
    const note = async () => (await sourcesOf(rig.relay.ledger)).get('room');
    try {
      const socket = await rig.socket(`room?token=${TOKEN}`);
      for (let i = 0; i < 4; i++) socket.send('{"method":');
      for (let i = 0; i < 4; i++) await rig.post('unsigned', COMMENT, { kwaisign: '00' });
      const told = (): number => events().filter((event) => event === 'source_deaf').length;
      await eventually(() => told() === 2, 'they are told', NOTICED_MS);
      expect(rig.logLines.some((line) => line.includes('check secret (appSecret)'))).toBe(true);
      expect(await rig.metric('relay_source_deaf{bridge="unsigned"}')).toBe(1);
      expect(await rig.metric('relay_source_deaf{bridge="room"}')).toBe(1);
      const deaf = await eventually(async () => {
        const noted = await note();
        return noted?.hearing?.state === 'deaf' && noted;
      }, 'status knows');
      expect(deaf).toMatchObject({ state: 'pushed', hearing: { deaf: 'not-understood' } });
      socket.send(COMMENT);
      await eventually(() => events().includes('source_hears'), 'it is over', NOTICED_MS);
      expect(await rig.metric('relay_source_deaf{bridge="room"}')).toBe(0);
    } finally {
      await rig.stop();
    }
  }, 200_000);
});
