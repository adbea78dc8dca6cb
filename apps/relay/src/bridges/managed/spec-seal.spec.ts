import { readFileSync } from 'node:fs';
import type { BridgeSpec, PlainJson } from '#bridge';
import { jsonSchemaOf } from '#options';
import { SourceCatalogue } from '#platforms';
import { Secret } from '#secret';
import { isSecret, isSecretName } from './secret-places.js';
import { ending } from '../../../../../test/support/ending.js';
import { SpecSeal } from './spec-seal.js';

const SOURCES = new SourceCatalogue();
await SOURCES.load();
const KEY = new Secret(Buffer.alloc(32, 7));

function specOf(source: object, more: object = {}): BridgeSpec {
  return { name: 'b', source: source as PlainJson, ...more };
}

describe('secrets of bridges', () => {
  it.each(['key', '-', 'bearer', ' ', ':', '/:', '="', 'pass '])(
    'are looked for once in a text of %j, however long',
    (piece) => {
      const value = `${piece.repeat(1_000_000 / piece.length)}x`;
      const source = {
        type: 'websocket',
        headers: { 'x-a': value },
        onOpen: [value],
        url: `a://${value}`,
      };
      const { problems } = ending(() => new SpecSeal(KEY, SOURCES).take(specOf(source), undefined));
      expect(problems).toEqual([]);
    },
  );

  it.each<[string, (string | number)[], PlainJson]>([
    ['bilibili-open', ['code'], 'ABCD1234'],
    ['bilibili-open', ['accessKeySecret'], 'abcdefgh'],
    ['blivechat', ['code'], 'ABCD1234'],
    ['douyin-webhook', ['secret'], 'x'],
    ['douyin-webhook', ['token'], 'abc'],
    ['douyinlive', ['token'], 'abc'],
    ['huya-open', ['appSecret'], 'abcdefgh'],
    ['push', ['token'], 'abc'],
    ['social-stream-ninja', ['session'], 'abc'],
    ['streamerbot', ['password'], 'abc'],
    ['tiktok-euler', ['apiKey'], 'abcdefgh'],
    ['tiktok-euler', ['jwtKey'], 'abcdefgh'],
    ['twitch-eventsub', ['token'], 'abcdefghij'],
    ['twitch-eventsub', ['refreshToken'], 'abcdefghij'],
    ['twitch-eventsub', ['clientSecret'], 'abcdefghij'],
    ['websocket', ['headers', 'authorization'], 'Bearer abc'],
    ['websocket', ['headers', 'x-room'], 7],
    ['websocket', ['headers', 'origin'], 'https://a.example/?token=abc'],
    ['websocket', ['url'], 'wss://a.example/chat?access_token=abc'],
    ['websocket', ['url'], 'wss://user:word@a.example/chat'],
    ['websocket', ['url'], 'wss://a.example/hooks/a1b2c3d4e5f6a1b2c3d4e5f6'],
    ['websocket', ['onOpen', 0], '{"op":"login","token":"abc"}'],
    ['websocket', ['onOpen', 0], 'PASS oauth:abcdef'],
    ['websocket', ['heartbeat', 'send'], '{"apiKey":"abc"}'],
    ['websocket', ['subprotocols', 0], 'token-a1b2c3d4e5f6a1b2c3d4e5f6'],
    ['socketio', ['auth', 'user'], 'abc'],
    ['socketio', ['emit', 0, 1, 'password'], 'abc'],
    ['websocket', ['token', 'form', 'client_secret'], 'abc'],
    ['poll', ['token', 'json', 'refresh_token'], 'abc'],
    ['sse', ['token', 'headers', 'authorization'], 'Basic abcd'],
    ['sse', ['token', 'headers', 'x-app'], 'abcd'],
    ['twitch-irc', ['token'], 'abcdefghij'],
  ])('%s: %j is sealed', (type, path, value) => {
    const source = path.reduceRight<PlainJson>((inner, key) => {
      return typeof key === 'number' ? [inner] : { [key]: inner };
    }, value);
    const { stored, problems } = new SpecSeal(KEY, SOURCES).take(
      specOf({ type, ...(source as object) }),
      undefined,
    );
    expect(problems).toEqual([]);
    expect(JSON.stringify(stored)).toContain('"sealed"');
  });

  it.each<[string, (string | number)[], PlainJson]>([
    ['twitch-irc', ['channel'], 'tokenmaster'],
    ['kick', ['chatroomId'], 12_345],
    ['websocket', ['url'], 'wss://a.example/chat?room=42'],
    ['websocket', ['onOpen', 0], '{"op":"subscribe","room":"tea"}'],
    ['websocket', ['headers', 'origin'], 'https://a.example'],
    ['websocket', ['headers', 'authorization'], 'Bearer ${RELAY_SECRET_CHAT}'],
    ['websocket', ['url'], 'wss://a.example/?token=${RELAY_SECRET_CHAT}'],
    ['push', ['token'], '${RELAY_SECRET_PUSH}'],
    ['websocket', ['headers', 'authorization'], 'Bearer {{token}}'],
    ['websocket', ['token', 'path'], 'data.token'],
    ['websocket', ['token', 'next', 'refresh_token'], 'data.refresh'],
    ['websocket', ['token', 'form', 'client_id'], 'abc'],
    ['websocket', ['mapping', 'rules', 0, 'when', 'key'], 'token: abc'],
  ])('%s: %j %j is none', (type, path, value) => {
    expect(isSecret(value, ['source', ...path], type, SOURCES)).toBe(false);
  });

  it('are said to be secrets by the options of every source type', () => {
    for (const type of SOURCES.keys()) {
      const { properties } = jsonSchemaOf(SOURCES.get(type)!.Options) as {
        properties: Record<string, { writeOnly?: boolean; type?: string }>;
      };
      const texts = Object.entries(properties).filter(([, schema]) => schema.type === 'string');
      const named = texts.filter(([key]) => isSecretName(key));
      const unsaid = named.filter(([, schema]) => schema.writeOnly !== true).map(([key]) => key);
      expect([type, unsaid]).toEqual([type, []]);
    }
  });

  it('open unchanged, only at their own place and for their own bridge', () => {
    const seal = new SpecSeal(KEY, SOURCES);
    const { stored } = seal.take(specOf({ type: 'push', token: 'word' }), undefined);
    expect(seal.open(stored).plain).toEqual(specOf({ type: 'push', token: 'word' }));
    const moved = { ...stored, name: 'c' };
    expect(seal.open(moved).problems).toMatchObject([{ pointer: '/source/token' }]);
    const { token } = stored.source as { readonly token: PlainJson };
    const elsewhere = specOf({ type: 'push', word: token });
    expect(seal.open(elsewhere).problems).toMatchObject([{ pointer: '/source/word' }]);
    const other = new SpecSeal(new Secret(Buffer.alloc(32, 8)), SOURCES);
    expect(other.open(stored).problems).toMatchObject([{ pointer: '/source/token' }]);
  });

  it('are given below source by the marker that docs/API.md tells', () => {
    const api = readFileSync('docs/API.md', 'utf8');
    const marker = /or as `(\{[^`]+\})` below\s+`source`/u.exec(api)?.[1] ?? '';
    const given = JSON.parse(marker.replace('…', 'word')) as PlainJson;
    const { plain, stored } = new SpecSeal(KEY, SOURCES).take(
      specOf({ type: 'push', path: given }),
      undefined,
    );
    expect(plain.source).toEqual({ type: 'push', path: 'word' });
    expect(JSON.stringify(stored)).toContain('"sealed"');
  });

  it('are shown neither in a stored bridge nor in one of the file', () => {
    const seal = new SpecSeal(KEY, SOURCES);
    const spec = specOf({ type: 'push', token: 'word' }, { target: { reportUrl: 'https://h/x' } });
    const { stored } = seal.take(spec, undefined);
    const shown = {
      name: 'b',
      source: { type: 'push', token: { sealed: true } },
      target: { reportUrl: { sealed: true } },
    };
    expect(seal.show(stored)).toEqual(shown);
    expect(seal.show(spec)).toEqual(shown);
  });

  it('stay at their place over a change, and are copied from no other place', () => {
    const seal = new SpecSeal(KEY, SOURCES);
    const before = seal.take(specOf({ type: 'push', token: 'word' }), undefined).stored;
    const kept = seal.take(specOf({ type: 'push', token: { sealed: true } }), before);
    expect(kept).toMatchObject({ problems: [], kept: ['/source/token'], stored: before });
    expect(kept.plain).toEqual(specOf({ type: 'push', token: 'word' }));
    const moved = seal.take(specOf({ type: 'push', word: { sealed: true } }), before);
    expect(moved.problems).toMatchObject([{ pointer: '/source/word' }]);
    const forged = seal.take(specOf({ type: 'push', token: { sealed: 'AAAA' } }), before);
    expect(forged.problems).toMatchObject([{ pointer: '/source/token' }]);
    const elsewhere = seal.take(
      specOf({ type: 'push' }, { target: { roomId: { $secret: 'x' } } }),
      undefined,
    );
    expect(elsewhere.problems).toMatchObject([{ pointer: '/target/roomId' }]);
  });

  it('are refused without RELAY_STATE_KEY, each with its place and never its value', () => {
    const { problems } = new SpecSeal(undefined, SOURCES).take(
      specOf({ type: 'push', token: 'verysecret', x: { $secret: 'verysecret' } }),
      undefined,
    );
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/source/token', '/source/x']);
    expect(JSON.stringify(problems)).not.toContain('verysecret');
    expect(JSON.stringify(problems)).toContain('RELAY_STATE_KEY');
  });
});
