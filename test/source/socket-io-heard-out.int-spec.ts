import { Connection, socketIoWire } from '#source';
import { connect, stopConnections } from './connection-rig.js';
import { openProtocol, saidEvent } from './line-protocol.js';
import { SocketIoStandIn } from './socket-io-stand-in.js';

describe(`${Connection.name} over Socket.IO that is left, and heard out`, () => {
  let server: SocketIoStandIn;

  beforeEach(async () => {
    server = await SocketIoStandIn.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('hands on what its server sent until it knew, and leaves the namespace', async () => {
    const open = await socketIoWire({});
    const { connection, log } = connect(
      openProtocol(server.url, {
        connectTo: () => ({ url: server.url, open }),
        open: () => {},
        frame: (frame, session, sink) => {
          if (frame.toString().startsWith('40')) session.ready();
          const [, n] = /^42\["say",(\d+)\]$/u.exec(frame.toString()) ?? [];
          if (n !== undefined) sink.event(saidEvent(Number(n)));
        },
      }),
      { closeTimeoutMs: 60_000 },
    );
    await log.untilCalled('connected');
    const { socket, webSocket } = await server.client(1);
    const left = new Promise((resolve) => socket.once('disconnect', resolve));
    webSocket.pause();
    const gone = connection.stop({ isHeardOut: true });
    for (const n of [1, 2, 3]) webSocket.send(`42["say",${n}]`);
    webSocket.resume();
    await gone;
    expect(await left).toBe('client namespace disconnect');
    expect(log.events).toEqual([1, 2, 3].map(saidEvent));
  });
});
