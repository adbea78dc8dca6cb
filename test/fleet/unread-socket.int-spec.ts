import { Connection } from '#source';
import { hearOut } from '../../apps/relay/src/collector/connected/hear-out.js';
import { SourceBrake } from '../../apps/relay/src/collector/connected/source-brake.js';
import { connect, stopConnections } from '../source/connection-rig.js';
import { openProtocol, saidEvent } from '../source/line-protocol.js';
import { StandInServer } from '../source/stand-in-server.js';

const WELL = { isBehind: false };

describe(hearOut, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  async function braked() {
    const { connection, log } = connect(openProtocol(server.url), { answerMs: 100 });
    await log.untilCalled('connected');
    const brake = new SourceBrake(connection);
    brake.brake();
    (await server.client(1)).send('say 1');
    return { connection, log, brake };
  }

  it('says that not all has come while the socket is not read, and that all has once it is', async () => {
    const { connection, log, brake } = await braked();
    expect(await hearOut(WELL, connection, () => brake.isOn)).toBe(false);
    expect(log.events).toEqual([]);
    brake.letGo();
    expect(await hearOut(WELL, connection, () => brake.isOn)).toBe(true);
    expect(log.events).toEqual([saidEvent(1)]);
  });

  it(`takes no server for one that answers no ping while its answer waits unread (${Connection.name})`, async () => {
    const { connection, brake } = await braked();
    expect(await connection.roundTrip()).toBe(false);
    brake.letGo();
    expect(await connection.roundTrip()).toBe(true);
  });
});
