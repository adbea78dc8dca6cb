import { loadSources } from '#platforms';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { StandInServer, type StandInClient } from '../../source/stand-in-server.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'example',
  rules: [{ when: { '$.event': 'chat' }, event: 'comment', user: { id: 'u' }, text: 't' }],
};

let server: StandInServer;

beforeEach(async () => {
  server = await StandInServer.start();
});

afterEach(async () => {
  await stopConnections();
  await server.stop();
});

/** Greets as Socket.IO 2 does, whatever protocol is asked for: in `/` at once, without an id. */
async function greeted(nth: number): Promise<StandInClient> {
  const client = await server.client(nth);
  client.send('0{"sid":"s","upgrades":[],"pingInterval":1000,"pingTimeout":60000}');
  client.send('40');
  return client;
}

function protocolOf(client: StandInClient): unknown {
  return new URL(client.request.url ?? '', 'ws://h').searchParams.get('EIO');
}

describe('a server of Socket.IO 2', () => {
  it('is connected to again in its own protocol, pinged, and sent what the file emits', async () => {
    const { log } = connect(
      SOURCES.get('socketio')!.protocol!({
        url: `${server.url}/?token=t`,
        emit: [['join', { room: 42 }]],
        mapping: MAPPING,
      }),
    );
    const first = await greeted(1);
    await first.closed;
    const client = await greeted(2);
    expect([first, client].map(protocolOf)).toEqual(['4', '3']);
    expect(client.request.url).toMatch(/^\/socket\.io\/\?token=t&/);
    await log.untilCalled('connected');
    await client.said((frame) => frame === '42["join",{"room":42}]');
    await client.said((frame) => frame === '2');
    client.send('3');
    client.send('42["chat",{"u":1,"t":"hi"}]');
    await log.until(() => log.events.length === 1);
    client.socket.terminate();
    // What was found is remembered.
    expect(protocolOf(await greeted(3))).toBe('3');
  });

  it('is sent the namespace of the file, and counts as connected once it confirms that', async () => {
    const { log } = connect(
      SOURCES.get('socketio')!.protocol!({
        url: server.url,
        namespace: '/shop',
        emit: [['join']],
        mapping: MAPPING,
      }),
    );
    await greeted(1);
    const client = await greeted(2);
    await client.said((frame) => frame === '40/shop');
    expect(log.of('connected')).toEqual([]);
    client.send('40/shop');
    await log.untilCalled('connected');
    await client.said((frame) => frame === '42/shop,["join"]');
    client.send('42/shop,["chat",{"u":1,"t":"hi"}]');
    await log.until(() => log.events.length === 1);
  });

  it('runs at streamlabs, whose events are read', async () => {
    const { log } = connect(SOURCES.get('streamlabs')!.protocol!({ url: server.url, token: 'k' }));
    await greeted(1);
    const client = await greeted(2);
    const message = [{ _id: 'd1', name: 'Ann', amount: '5.00', currency: 'USD', message: 'hi' }];
    client.send(`42${JSON.stringify(['event', { type: 'donation', message }])}`);
    await log.until(() => log.events.length === 2);
    expect(log.events).toMatchObject([{ gift: { totalValue: 500 } }, { text: 'hi' }]);
  });
});
