import { connect } from 'node:net';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { IngestRig, textOf } from './ingest-rig.js';

/** As Java's HttpClient sends them with every request over plain HTTP. */
const OFFERS_H2C = [
  'Connection: Upgrade, HTTP2-Settings',
  'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
  'Upgrade: h2c',
];

function pushOf(id: string): readonly [head: string, body: string] {
  const body = JSON.stringify({ type: 'comment', id, user: { id: '7', name: 'Ann' }, text: id });
  const lines = [
    'POST /ingest/shop HTTP/1.1',
    ...OFFERS_H2C,
    `Content-Length: ${body.length}`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
  ];
  return [`${lines.join('\r\n')}\r\n\r\n`, body];
}

/** Writes each part once so many answers have come, and returns all that came. */
async function converse(rig: IngestRig, parts: readonly (readonly [string, number])[]) {
  const socket = connect(rig.port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'connect');
  try {
    for (const [part, answers] of parts) {
      socket.write(part);
      await eventually(() => text.split('HTTP/1.1 ').length - 1 >= answers, `${answers} answers`);
    }
    return text.match(/(?<=HTTP\/1\.1 )\d{3}/gu);
  } finally {
    socket.destroy();
  }
}

describe('a request that offers another protocol than WebSockets', () => {
  let rig: IngestRig;

  beforeEach(async () => {
    const redis = await RedisServer.shared();
    rig = await IngestRig.start({ redis, sources: { shop: { type: 'push' } } });
  });

  afterEach(async () => rig.stop());

  it('is answered as if it had not, on a connection that lives on', async () => {
    const [head1, body1] = pushOf('1');
    const [head2, body2] = pushOf('2');
    const health = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n${OFFERS_H2C.join('\r\n')}\r\n\r\n`;
    const statuses = await converse(rig, [
      [head1 + body1, 1],
      [head2, 1],
      [body2, 2],
      [health, 3],
      [head1 + body1 + health, 5],
    ]);
    expect(statuses).toEqual(['202', '202', '200', '202', '200']);
    expect((await rig.buffered()).map(textOf)).toEqual(['1', '2']);
  });

  it('ends nothing but its connection where that breaks while it waits for an answer before it', async () => {
    const parts = [...pushOf('1'), ...pushOf('2')].join('');
    const broken = Array.from({ length: 100 }, async (_, turns) => {
      const socket = connect(rig.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(parts);
      // Each at another moment of what is done meanwhile.
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      socket.resetAndDestroy();
    });
    await Promise.all(broken);
    expect(await converse(rig, [[pushOf('3').join(''), 1]])).toEqual(['202']);
  });

  it('is answered whole, however many headers it has', async () => {
    const many = Array.from({ length: 300 }, (_, i) => `X-Other-${i}: x`);
    const [head, body] = pushOf('1');
    const lines = head.replace('HTTP/1.1\r\n', `HTTP/1.1\r\n${many.join('\r\n')}\r\n`);
    expect(await converse(rig, [[lines + body, 1]])).toEqual(['202']);
    expect((await rig.buffered()).map(textOf)).toEqual(['1']);
  });

  it('is not what a WebSocket is taken for', async () => {
    const socket = await rig.socket('shop', { upgrade: 'h2c, WebSocket' });
    socket.send(pushOf('1')[1]);
    await eventually(async () => (await rig.buffered()).length === 1, 'it is in the buffer');
  });
});
