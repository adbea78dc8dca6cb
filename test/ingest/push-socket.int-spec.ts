import { once } from 'node:events';
import { connect } from 'node:net';
import type { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { CLOSE_MS } from '../../apps/relay/src/collector/pushed/pushed-bridge.js';
import { IngestRig, textOf, type IngestSetup } from './ingest-rig.js';

const TOKEN = 'push-token-1';

/** A short text frame of a client, masked with zeros. */
function textFrame(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
const SOURCES = {
  shop: { type: 'push', token: TOKEN },
  room: { type: 'dycast', token: TOKEN },
};

let rig: IngestRig | undefined;

async function start(setup: Partial<IngestSetup> = {}): Promise<IngestRig> {
  rig = await IngestRig.start({ redis: await RedisServer.shared(), sources: SOURCES, ...setup });
  return rig;
}

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

function comment(id: string): object {
  return { type: 'comment', id, user: { id: '7', name: 'Ann' }, text: `no ${id}` };
}

async function untilBuffered(of: IngestRig, count: number): Promise<string[]> {
  return eventually(async () => {
    const events = await of.buffered();
    return events.length >= count && events.map(textOf);
  }, `${count} events are in the buffer`);
}

async function said(socket: WebSocket): Promise<unknown> {
  const [content] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(content.toString());
}

function chat(id: number): object {
  const user = { id: `sec${id}`, name: '小满' };
  return { id: `${id}`, method: 'WebcastChatMessage', user, content: `第${id}条` };
}

interface Given {
  readonly gift: { readonly giftNum: number };
}

function gift(count: string): object {
  const user = { id: 'sec1', name: '小满' };
  const given = { id: '463', name: '小心心', price: 1, type: 1, count };
  return { id: `gift-${count}`, method: 'WebcastGiftMessage', user, gift: given };
}

describe('a WebSocket on /ingest/<bridge>', () => {
  it('takes events, arrays and JSON Lines, as text and as bytes, in order', async () => {
    const started = await start();
    const socket = await started.socket('shop', { authorization: `Bearer ${TOKEN}` });
    socket.send(`\uFEFF${JSON.stringify(comment('1'))}`);
    socket.send(Buffer.from(JSON.stringify([comment('2'), comment('3')])));
    socket.send(`${JSON.stringify(comment('4'))}\n${JSON.stringify(comment('5'))}`);
    expect(await untilBuffered(started, 5)).toEqual(['no 1', 'no 2', 'no 3', 'no 4', 'no 5']);
    expect(await started.metric('relay_source_connected{bridge="shop"}')).toBe(1);
    socket.close();
    await eventually(
      async () => (await started.metric('relay_source_connected{bridge="shop"}')) === 0,
      'the bridge is not connected',
    );
  });

  it('leaves no source that is told to be lost where its sender goes on over HTTP', async () => {
    const started = await start();
    const connected = async () => started.metric('relay_source_connected{bridge="shop"}');
    const socket = await started.socket(`shop?token=${TOKEN}`);
    await eventually(async () => (await connected()) === 1, 'the bridge is connected');
    socket.close();
    await eventually(async () => (await connected()) === 0, 'the bridge is not connected');
    const pushed = await started.post('shop', JSON.stringify(comment('1')), {
      authorization: `Bearer ${TOKEN}`,
    });
    expect(pushed.status).toBeLessThan(300);
    expect(await connected()).toBe(1);
  });

  it('answers a partly malformed frame, and goes on', async () => {
    const started = await start();
    const socket = await started.socket(`shop?token=${TOKEN}`);
    const heard = said(socket);
    socket.send(JSON.stringify(comment('1')));
    socket.send(JSON.stringify([comment('2'), { type: 'comment', text: 'x' }]));
    expect(await heard).toEqual({
      frame: 2,
      accepted: 1,
      problems: [{ index: 1, problem: 'no-user', field: 'user' }],
    });
    const garbage = said(socket);
    socket.send(Buffer.from([0xff, 0x00]));
    expect(await garbage).toMatchObject({ frame: 3, problems: [{ problem: 'not-json' }] });
    socket.send(JSON.stringify(comment('3')));
    expect(await untilBuffered(started, 3)).toEqual(['no 1', 'no 2', 'no 3']);
  });

  it('skips a frame that is too large, and stays open', async () => {
    const started = await start({ limits: { frameBytesMax: 1000 } });
    const socket = await started.socket(`shop?token=${TOKEN}`);
    const heard = said(socket);
    socket.send('x'.repeat(1001));
    expect(await heard).toMatchObject({ frame: 1, problems: [{ problem: 'too-large' }] });
    socket.send(JSON.stringify(comment('1')));
    expect(await untilBuffered(started, 1)).toEqual(['no 1']);
  });

  it('empty frames: those of one read are taken one a turn of the event loop', async () => {
    const started = await start();
    const client = connect(started.port, '127.0.0.1').on('error', () => {});
    client.write(
      `GET /ingest/shop HTTP/1.1\r\nHost: 127.0.0.1:${started.port}\r\n` +
        `Authorization: Bearer ${TOKEN}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
    );
    await once(client, 'data');
    client.resume();
    const frames = 3000;
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    const empty = Array.from({ length: frames }, () => textFrame(''));
    client.write(Buffer.concat([...empty, textFrame(JSON.stringify(comment('after')))]));
    count();
    expect(await untilBuffered(started, 1)).toEqual(['no after']);
    isOver = true;
    client.destroy();
    expect(turns).toBeGreaterThan(frames);
  });

  it('is refused with the same answers as a request', async () => {
    const sources = { ...SOURCES, spy: { type: 'wxlivespy' }, open: { type: 'push' } };
    const started = await start({ sources });
    await expect(started.socket('shop')).rejects.toThrow('status 401');
    await expect(started.socket('shop?token=wrong')).rejects.toThrow('status 401');
    await expect(started.socket('none')).rejects.toThrow('status 404');
    await expect(started.socket('spy')).rejects.toThrow('status 405');
    const origin = { origin: 'https://evil.example' };
    await expect(started.socket('open', origin)).rejects.toThrow('status 403');
    const post = await started.post('room', '[]', { authorization: `Bearer ${TOKEN}` });
    expect(post).toMatchObject({ status: 426, headers: { upgrade: 'websocket' } });
  });

  it('is refused beyond a number for each bridge, until one closes', async () => {
    const started = await start({ limits: { connectionsPerBridgeMax: 2 } });
    const [first] = await Promise.all([
      started.socket(`shop?token=${TOKEN}`),
      started.socket(`shop?token=${TOKEN}`),
    ]);
    await expect(started.socket(`shop?token=${TOKEN}`)).rejects.toThrow('status 429');
    first.close();
    await eventually(async () => {
      const socket = await started.socket(`shop?token=${TOKEN}`).catch(() => undefined);
      return socket !== undefined;
    }, 'there is room again');
  });

  it('slows a client that exceeds the rate, and loses no event', async () => {
    const shop = { type: 'push', token: TOKEN, requestsPerSecond: 500 };
    const started = await start({ sources: { shop } });
    const socket = await started.socket(`shop?token=${TOKEN}`);
    const from = performance.now();
    // Several reads of the socket, and in each of them many frames.
    for (let i = 0; i < 4000; i++) socket.send(JSON.stringify(comment(`${i}`)));
    const expected = Array.from({ length: 4000 }, (_, i) => `no ${i}`);
    expect(await untilBuffered(started, 4000)).toEqual(expected);
    // A thousand may come at once, and a last read of the socket may hold a thousand.
    expect(performance.now() - from).toBeGreaterThan(((4000 - 1000 - 1000) / 500) * 1000);
  });

  it('ends where a client answers no ping', async () => {
    const started = await start({ limits: { pingEveryMs: 20, silenceMs: 100 } });
    const socket = await started.socket(`shop?token=${TOKEN}`);
    const alive = once(socket, 'ping');
    await alive;
    socket.pause();
    await eventually(
      async () => (await started.metric('relay_source_connected{bridge="shop"}')) === 0,
      'the dead line is noticed',
    );
  });

  it('is read before it is taken for dead, where the process stood still: what came meanwhile waits there', async () => {
    const started = await start({ limits: { pingEveryMs: 100, silenceMs: 250 } });
    const socket = await started.socket(`shop?token=${TOKEN}`);
    await once(socket, 'ping');
    socket.send(JSON.stringify(comment('1')));
    // As where it is suspended, or others have the processor.
    for (const begin = performance.now(); performance.now() - begin < 500;);
    expect(await untilBuffered(started, 1)).toEqual(['no 1']);
    await once(socket, 'ping');
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it('closes with 1001 when the relay stops, and what it sent is in the buffer', async () => {
    const started = await start();
    const socket = await started.socket(`shop?token=${TOKEN}`);
    socket.send(JSON.stringify(comment('1')));
    await untilBuffered(started, 1);
    const closed = once(socket, 'close');
    started.ingest.close();
    expect((await closed)[0]).toBe(1001);
  });

  it('takes what it had sent also where the process stands still as the relay stops', async () => {
    const started = await start();
    const socket = await started.socket(`shop?token=${TOKEN}`);
    socket.send(JSON.stringify(comment('1')));
    await untilBuffered(started, 1);
    socket.send(JSON.stringify(comment('2')));
    started.ingest.close();
    for (const begin = performance.now(); performance.now() - begin < CLOSE_MS + 100;);
    expect(await untilBuffered(started, 2)).toEqual(['no 1', 'no 2']);
  });

  it('takes all that it had sent also where it had to wait, since it sends too fast, when the relay stops', async () => {
    const started = await start({
      sources: { shop: { type: 'push', token: TOKEN, requestsPerSecond: 5 } },
    });
    const socket = await started.socket(`shop?token=${TOKEN}`);
    for (let n = 1; n <= 600; n++) socket.send(JSON.stringify(comment(`${n}`)));
    await untilBuffered(started, 10);
    await started.relay.pushes!.stop(new AbortController().signal);
    expect(await started.buffered()).toHaveLength(600);
  });
});

describe('dycast', () => {
  it('pushes the room and then messages, gets no answer, and stays connected whatever it sends', async () => {
    const started = await start();
    const socket = await started.socket(`room?token=${TOKEN}`);
    let answers = 0;
    socket.on('message', () => answers++);
    socket.send(JSON.stringify({ roomNum: '123456', title: '直播间' }));
    socket.send(JSON.stringify([chat(1), chat(2)]));
    socket.send('[{');
    socket.send(JSON.stringify([null, chat(3)]));
    expect(await untilBuffered(started, 3)).toEqual(['第1条', '第2条', '第3条']);
    expect([answers, socket.readyState]).toEqual([0, socket.OPEN]);
    expect(
      await started.metric('relay_frames_skipped_total{bridge="room",reason="malformed:not-json"}'),
    ).toBe(1);
  });

  it.each([
    ['has gone to another process half-way', true],
    ['connects elsewhere while an old connection of it is still open', false],
  ])('has its streaks counted once, though it %s', async (_, closes) => {
    const prefix = `dycast-moves-${closes}`;
    const [here, there] = [await start({ prefix }), await start({ prefix })];
    try {
      for (const [to, counts, events] of [
        [here, ['1', '3'], 2],
        [there, ['4', '6'], 4],
        [here, ['6', '9'], 5],
      ] as const) {
        const socket = await to.socket(`room?token=${TOKEN}`);
        for (const count of counts) socket.send(JSON.stringify([gift(count)]));
        await untilBuffered(here, events);
        if (!closes) continue;
        socket.close();
        await once(socket, 'close');
      }
      const contents = (await here.buffered()).map(({ content }) => JSON.parse(content) as Given);
      expect(contents.map((one) => one.gift.giftNum)).toEqual([1, 2, 1, 2, 3]);
    } finally {
      await here.stop();
    }
  });

  it('has what it still sends appended at once while it is slow to close', async () => {
    const started = await start();
    const pushes = started.relay.pushes!;
    const bridge = pushes.get('shop')!;
    let reason = 'open';
    const socket = { stop: () => void (reason = 'stopped') };
    await bridge.opened(socket);
    const stopped = pushes.stop(new AbortController().signal);
    bridge.frame(JSON.stringify(comment('1')), true);
    expect(await untilBuffered(started, 1)).toEqual(['no 1']);
    expect(reason).toBe('stopped');
    bridge.closed(socket, 'stopped', 1001);
    await stopped;
  });

  it('stays connected while Redis is away, and loses no event', async () => {
    const server = await RedisServer.start({ aof: true });
    try {
      const started = await start({ redis: server });
      const socket = await started.socket(`room?token=${TOKEN}`);
      socket.send(JSON.stringify([chat(1)]));
      await untilBuffered(started, 1);
      await server.kill();
      for (let i = 2; i <= 50; i++) socket.send(JSON.stringify([chat(i)]));
      await server.restart();
      const texts = await untilBuffered(started, 50);
      expect(texts).toEqual(Array.from({ length: 50 }, (_, i) => `第${i + 1}条`));
      expect(socket.readyState).toBe(socket.OPEN);
    } finally {
      await rig?.stop();
      rig = undefined;
      await server.stop();
    }
  });
});
