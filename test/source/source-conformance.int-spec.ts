import { createHash } from 'node:crypto';
import { makeUser, type LiveEvent } from '#live-event';
import type { SourceProtocol } from '#source';
import { lineProtocol, saidEvent } from './line-protocol.js';
import { describeSourceConformance } from './source-conformance.js';

describeSourceConformance({
  name: 'a line protocol with a handshake',
  create: ({ url }) => lineProtocol(url, { closed: afterClose }),
  handshake: async (client) => {
    await client.said((frame) => frame === 'hello');
    client.send('welcome');
  },
  goodFrame: (serial) => ({ frame: `say ${serial}`, events: [saidEvent(serial)] }),
  garbage: ['say', 'say x', 'SAY 1', '{"say":1}', Buffer.from([0, 1, 2])],
  ignored: [{ frame: 'share', kind: 'share' }],
  ends: [
    { code: 1001, rule: 'reconnect' },
    { frame: 'away', rule: 'slow' },
    { code: 4200, rule: 'reconnect-now' },
    { code: 4404, rule: 'slow' },
    { code: 4401, reason: 'bad token', rule: 'refused' },
  ],
});

function afterClose(code: number): ReturnType<NonNullable<SourceProtocol['closed']>> {
  if (code === 4401) return { refused: 'Renew the token.' };
  if (code === 4404) return 'slow';
  return code === 4200 ? 'reconnect-now' : 'reconnect';
}

describeSourceConformance({
  name: 'a binary protocol that asks an API first',
  create: ({ httpUrl }) => packedProtocol(httpUrl),
  http: (request, response) => {
    const socketUrl = `ws://${request.headers.host}/socket`;
    response.setHeader('Connection', 'close').end(request.url === '/start' ? socketUrl : 'ended');
  },
  handshake: async (client) => {
    await client.said((frame) => frame instanceof Buffer && frame[0] === 7);
    client.send(Buffer.from([8]));
  },
  goodFrame: (serial) => ({
    frame: Buffer.concat([packed(serial), packed(serial + 1)]),
    events: [packedEvent(serial), packedEvent(serial + 1)],
  }),
  heartbeat: Buffer.from([2]),
  garbage: [Buffer.from([5]), Buffer.from([5, 255, 1]), 'text', Buffer.alloc(0)],
});

/** Packets of: 5, length, text, a checksum byte. 7 asks to be accepted, 8 accepts. */
function packedProtocol(httpUrl: string): SourceProtocol {
  return {
    connectTo: async (signal) => {
      const response = await fetch(`${httpUrl}/start`, { signal });
      return { url: await response.text() };
    },
    open: (session) => session.send(Buffer.from([7])),
    frame: (frame, session, sink) => {
      if (typeof frame === 'string' || frame.length === 0) return sink.malformed('no-packet');
      if (frame[0] === 8) return session.ready();
      for (let at = 0; at < frame.length;) {
        const length = frame[at + 1] ?? 0;
        const packet = frame.subarray(at, at + length + 3);
        const text = packet.subarray(2, -1).toString();
        if (!packet.equals(pack(text)) || !/^\d+$/.test(text)) return sink.malformed('bad-packet');
        sink.event(packedEvent(Number(text)));
        at += packet.length;
      }
    },
    heartbeat: { everySeconds: 30, send: () => Buffer.from([2]) },
    stop: async () => {
      await (await fetch(`${httpUrl}/end`)).text();
    },
  };
}

function packed(serial: number): Buffer {
  return pack(String(serial));
}

function pack(text: string): Buffer {
  const body = Buffer.from(text);
  const sum = createHash('md5').update(body).digest()[0]!;
  return Buffer.from([5, body.length & 255, ...body, sum]);
}

function packedEvent(serial: number): LiveEvent {
  return { type: 'enter', id: String(serial), user: makeUser('packed', { id: serial + 1 })! };
}
