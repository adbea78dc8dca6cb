import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import type { BridgeStatus } from '../../../apps/relay/src/status/relay-status.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const ROOMS = [{ roomId: 'room-1' }, { roomId: 'room-2', jobId: null }];

describe('a bridge that is given another room, where nothing is live', () => {
  it.each(['while it runs', 'before it is started again'])(
    '%s: it rests, and is not said to be of another process',
    async (when) => {
      await Stage.of(async (stage) => {
        const simulator = stage.opens(await new Simulator({ rooms: ROOMS }).start());
        const source = { type: 'douyinlive', url: `${simulator.chatUrls.douyinlive}/1000` };
        const shop = { name: 'shop', source, connect: 'while-live' };
        const bridgesOf = (roomId: string) => ({ bridges: [{ ...shop, target: { roomId } }] });
        const prefix = `moved-${when.replaceAll(' ', '-')}`;
        const environment = { RELAY_ROLES: 'collector' };
        const setup = { redis: await RedisServer.shared(), simulator, prefix, environment };
        const startFor = async (roomId: string): Promise<RelayInProcess> =>
          startRelay({ ...setup, ...bridgesOf(roomId) });
        let relay = await startFor('room-1');
        stage.opens({ stop: async () => relay.stop() });
        const statusFor = async (roomId: string): Promise<BridgeStatus | undefined> => {
          const target = `default/${roomId}`;
          const known = () => [{ bridge: 'shop', target }];
          const { bridges } = await new LedgerStatusReader(relay.relay.ledger, known).read();
          return bridges.find((row) => row.target === target);
        };
        await eventually(async () => {
          const status = await statusFor('room-1');
          return status?.source === 'ready' && status.received > 0;
        }, 'it is heard');
        if (when === 'while it runs') relay.rewrite(bridgesOf('room-2'));
        else {
          await relay.stop();
          relay = await startFor('room-2');
        }
        await eventually(async () => {
          const status = await statusFor('room-2');
          return status?.source === 'idle' && status.sourceRefused === undefined;
        }, 'it rests');
      })();
    },
    60_000,
  );
});
