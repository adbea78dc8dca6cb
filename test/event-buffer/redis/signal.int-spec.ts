import { Redis } from 'ioredis';
import { Secret } from '#secret';
import { Signal } from '../../../libs/event-buffer/src/redis/signal.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';

const CHANNEL = 'shop:changed';

describe('Signal', () => {
  it(
    'reports that its user may no longer subscribe, and receives again once it may',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const admin = new Redis(server.url);
      stage.opens({ stop: async () => admin.disconnect() });
      await admin.call('ACL', 'SETUSER', 'relay', 'on', '>pw', '~*', '&*', '+@all');
      const heard: string[] = [];
      const failed: string[] = [];
      const url = new Secret(server.url.replace('//', '//relay:pw@'));
      let listening = 0;
      const signal = new Signal({ kind: 'url', url }, CHANNEL, {
        heard: (message) => heard.push(message),
        listening: () => listening++,
        failed: ({ message }) => failed.push(message),
      });
      stage.opens({ stop: async () => signal.stop() });
      signal.start();
      await eventually(() => listening === 1, 'it listens');
      // Redis cuts off whoever listens to a channel that is taken away.
      await admin.call('ACL', 'SETUSER', 'relay', 'resetchannels');
      await eventually(() => failed.some((message) => message.startsWith('NOPERM')), 'it is told');
      await admin.call('ACL', 'SETUSER', 'relay', 'allchannels');
      await eventually(() => listening === 2, 'it listens again', 30_000);
      await admin.publish(CHANNEL, 'once more');
      await eventually(() => heard.length > 0, 'it hears');
      expect(heard).toEqual(['once more']);
    }),
  );
});
