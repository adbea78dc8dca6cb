import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { loadSources, type SourceType } from '#platforms';
import { DOUYIN_SOURCES } from '../cli/frames/douyin-frames.js';
import { MANY_SITE_SOURCES } from '../cli/frames/many-sites-frames.js';
import type { DocumentedSource } from '../cli/frames/reported.js';
import { WESTERN_SOURCES } from '../cli/frames/western-frames.js';
import { CHINESE_SOURCES } from '../cli/frames/chinese-frames.js';
import { TOOL_SOURCES } from '../cli/frames/tool-frames.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { IngestRig } from './ingest-rig.js';

const SOURCES = await loadSources();

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const SECRET = 'push-secret';

/** What each needs in the file; those without a signature are taken from this machine alone. */
const OPTIONS: Readonly<Partial<Record<SourceType, object>>> = {
  'kick-webhook': { publicKey: PEM },
  'douyin-webhook': { secret: SECRET },
  'kuaishou-webhook': { secret: SECRET },
};
const ALL = [
  ...CHINESE_SOURCES,
  ...DOUYIN_SOURCES,
  ...MANY_SITE_SOURCES,
  ...WESTERN_SOURCES,
  ...TOOL_SOURCES,
];
const PUSHED = ALL.filter(({ type }) => SOURCES.get(type)!.inbound !== undefined);
/** Ids that the documented frames of a source share: here each message has its own. */
const MESSAGE_ID = /(?<=")(?:m1|m-1|01MSG|7001|f-1|7301885484794450001)(?=")/g;
/** They tell no ids: what is pushed again is news. */
const WITHOUT_IDS: ReadonlySet<SourceType> = new Set<SourceType>(['luoxi']);
const VIEWERS = 6;
const GARBAGE = ['{', '[', '[{', 'null', '5', '"x"', '{"events":5}', '[[[[', '\u0000', '{"a":'];

let rig: IngestRig | undefined;

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

async function startFor(type: SourceType): Promise<IngestRig> {
  const source = { type, ...OPTIONS[type] };
  rig = await IngestRig.start({ redis: await RedisServer.shared(), sources: { room: source } });
  return rig;
}

/** Pushes a frame in the way of its platform. */
type Push = (frame: string) => Promise<unknown>;

async function pusherOf(type: SourceType, to: IngestRig): Promise<Push> {
  if (SOURCES.get(type)!.inbound!.http)
    return async (frame) => to.post('room', ...signed(type, frame));
  const socket = await to.socket('room');
  return async (frame) => socket.send(frame);
}

/** The body that a documented frame stands for, with the headers that its platform sends. */
function signed(type: SourceType, frame: string): [body: string, headers: Record<string, string>] {
  if (OPTIONS[type] === undefined) return [frame, { 'Content-Type': 'application/json' }];
  const { headers, body } = frame.startsWith('{"headers"')
    ? (JSON.parse(frame) as { headers: Record<string, string>; body: unknown })
    : { headers: { 'Kick-Event-Message-Id': 'x', 'Kick-Event-Type': 'x' }, body: frame };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (type === 'kick-webhook') return [text, ofKick(headers, text)];
  return [text, type === 'kuaishou-webhook' ? ofKuaishou(text) : ofDouyin(headers, text)];
}

function ofKick(headers: Record<string, string>, body: string): Record<string, string> {
  const at = new Date().toISOString();
  const bytes = Buffer.from(`${headers['Kick-Event-Message-Id']!}.${at}.${body}`);
  const signature = sign('sha256', bytes, privateKey).toString('base64');
  return { ...headers, 'Kick-Event-Message-Timestamp': at, 'Kick-Event-Signature': signature };
}

function ofKuaishou(body: string): Record<string, string> {
  return { kwaisign: createHash('md5').update(`${body}${SECRET}`).digest('hex') };
}

function ofDouyin(headers: Record<string, string>, body: string): Record<string, string> {
  const told = {
    'x-msg-type': headers['X-Msg-Type'] ?? 'live_comment',
    'x-nonce-str': '123456',
    'x-roomid': '7400000000000000001',
    'x-timestamp': String(Date.now()),
  };
  const pairs = Object.entries(told).map(([name, value]) => `${name}=${value}`);
  const digest = createHash('md5').update(`${pairs.join('&')}${body}${SECRET}`);
  return { ...told, 'x-signature': digest.digest('base64') };
}

/** What is in the buffer, and what the documented frames stand for; without viewer counts. */
async function buffered(of: IngestRig): Promise<unknown[]> {
  const events = (await of.buffered()) as { content: string; type: number }[];
  return events
    .filter(({ type }) => type !== VIEWERS)
    .map(({ type, content }) => ({ type, content: JSON.parse(content) as unknown }));
}

function documented({ frames }: DocumentedSource): unknown[] {
  const events = frames.flatMap(({ reported }) => reported);
  return events.flatMap(({ type, content }) => (type === VIEWERS ? [] : [{ type, content }]));
}

function framesOf({ frames }: DocumentedSource): string[] {
  return frames.map(({ frame }, at) => String(frame).replace(MESSAGE_ID, (id) => `${id}-${at}`));
}

describe.each(PUSHED)('$type, which is pushed, conforms: it', (source) => {
  const { type } = source;

  it('is taken as its platform documents it, once however often it is pushed', async () => {
    const to = await startFor(type);
    const push = await pusherOf(type, to);
    const expected = documented(source);
    for (const frame of framesOf(source)) await push(frame);
    await eventually(async () => (await buffered(to)).length >= expected.length, 'it is here');
    const repeats = WITHOUT_IDS.has(type) ? 0 : expected.length - STREAKS;
    if (repeats > 0) for (const frame of framesOf(source)) await push(frame);
    await eventually(async () => {
      const [target = ''] = await to.relay.ledger.targets();
      const [row] = await to.relay.ledger.rowsOf(target);
      return (row?.dropped['duplicate'] ?? 0) >= repeats;
    }, 'repeats are known');
    expect(await buffered(to)).toEqual(expected);
  });

  it('survives garbage, and takes the next events', async () => {
    const to = await startFor(type);
    const push = await pusherOf(type, to);
    for (const frame of GARBAGE) await push(frame);
    for (const frame of framesOf(source)) await push(frame);
    const expected = documented(source);
    await eventually(async () => (await buffered(to)).length >= expected.length, 'it is here');
    expect(await buffered(to)).toEqual(expected);
    expect((await to.ask('GET', '/healthz')).status).toBe(200);
  });

  it('loses nothing else to a sender that disconnects half-way', async () => {
    const to = await startFor(type);
    const { port } = to;
    for (const head of [
      'POST /ingest/room HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n{"events":[',
      'GET /ingest/room HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upg',
    ]) {
      const line = connect(port, '127.0.0.1');
      await once(line, 'connect');
      await new Promise((sent) => {
        line.write(head, sent);
      });
      line.destroy();
    }
    const push = await pusherOf(type, to);
    for (const frame of framesOf(source)) await push(frame);
    const expected = documented(source);
    await eventually(async () => (await buffered(to)).length >= expected.length, 'it is here');
    expect(await buffered(to)).toEqual(expected);
  });
});

/** Of a streak that is pushed again, as many say what is known already: nothing to drop. */
const STREAKS = 3;

it('the conformance suite covers every source that is pushed', () => {
  const inbound = [...SOURCES].filter(([, definition]) => definition.inbound !== undefined);
  expect(PUSHED.map(({ type }) => type).sort()).toEqual(inbound.map(([type]) => type).sort());
});
