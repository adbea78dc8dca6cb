import type { Frame, Session } from '#source';
import { buildOptions, checkOptions } from '#options';
import { RecordingSink } from '../../../../test/support/recording-sink.js';
import { websocketSource } from './websocket.definition.js';
import { WebSocketOptions } from './websocket.options.js';

const MAPPING = {
  platform: 'example',
  rules: [{ event: 'comment', user: { id: 'u' }, text: 't' }],
};

function optionsOf(plain: object): WebSocketOptions {
  return buildOptions(WebSocketOptions, { url: 'ws://h/', mapping: MAPPING, ...plain });
}

function problems(plain: object, purpose: 'connect' | 'decode' = 'connect'): string[] {
  const errors = checkOptions(optionsOf(plain), purpose);
  return errors.flatMap(({ property, constraints, children }) => {
    const own = Object.values(constraints ?? {});
    const nested = (children ?? []).flatMap((child) => Object.values(child.constraints ?? {}));
    return [...own, ...nested].map((message) => `${property}: ${message}`);
  });
}

class RecordingSession implements Session {
  readonly calls: string[] = [];
  send(frame: Frame): void {
    this.calls.push(`send ${frame.toString()}`);
  }
  ready(): void {
    this.calls.push('ready');
  }
  reconnect(cause: string): void {
    this.calls.push(`reconnect ${cause}`);
  }
  replaceBy(url: string): void {
    this.calls.push(`replace ${url}`);
  }
}

describe('websocketSource', () => {
  it('connects with the headers and subprotocols of the file, and sends onOpen in order', () => {
    const options = optionsOf({
      url: 'wss://chat.example.com/ws',
      headers: { Authorization: 'Bearer abc', 'X-Room': 42 },
      subprotocols: ['chat.v1'],
      onOpen: ['{"op":"subscribe"}', 'hello'],
    });
    const protocol = websocketSource.protocol!(options);
    expect(protocol.connectTo(new AbortController().signal)).toEqual({
      url: 'wss://chat.example.com/ws',
      headers: { Authorization: 'Bearer abc', 'X-Room': '42' },
      subprotocols: ['chat.v1'],
    });
    const session = new RecordingSession();
    protocol.open!(session);
    expect(session.calls).toEqual(['send {"op":"subscribe"}', 'send hello', 'ready']);
  });

  it.each([
    [undefined, undefined],
    [{ ws: 'ping' }, { ws: 'ping', everySeconds: 30 }],
    [
      { ws: 'ping', everySeconds: 5 },
      { ws: 'ping', everySeconds: 5 },
    ],
  ])('with the heartbeat %j sends %j', (heartbeat, expected) => {
    const protocol = websocketSource.protocol!(optionsOf({ heartbeat }));
    expect(protocol.heartbeat).toEqual(expected);
    expect(protocol.silenceMs).toBeUndefined();
  });

  it('sends the text of a heartbeat, and waits for frames as long as the file says', () => {
    const plain = { heartbeat: { send: 'ping', everySeconds: 20 }, silenceSeconds: 60 };
    const { heartbeat, silenceMs } = websocketSource.protocol!(optionsOf(plain));
    expect(heartbeat !== undefined && 'send' in heartbeat && heartbeat.send()).toBe('ping');
    expect([heartbeat?.everySeconds, silenceMs]).toEqual([20, 60_000]);
  });

  it('decodes frames by the mapping, connected or not', () => {
    const frame = '{"u":7301885484794450954,"t":"hi"}';
    const sink = new RecordingSink();
    const options = optionsOf({});
    websocketSource.protocol!(options).frame(frame, new RecordingSession(), sink);
    websocketSource.decoder(options).decode(frame, sink);
    const comment = expect.objectContaining({
      text: 'hi',
      user: expect.objectContaining({ userId: 'example_7301885484794450954' }),
    });
    expect(sink.events).toEqual([comment, comment]);
  });

  // As centrifuge-js 5.8.0 splits what Centrifugo sends, a ping (`{}`) among them.
  it('answers and decodes each of the documents that share a frame', () => {
    const answers = [{ when: { u: null }, send: '{}' }];
    const frame = '{"u":1,"t":"one"}\n{}\n{"u":2,"t":"two"}\n';
    const session = new RecordingSession();
    const sink = new RecordingSink();
    websocketSource.protocol!(optionsOf({ answers })).frame(frame, session, sink);
    expect(sink.events).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect([session.calls, sink.ignoredKinds, sink.problems]).toEqual([
      ['send {}'],
      ['answered'],
      [],
    ]);
    const plain = new RecordingSink();
    websocketSource.protocol!(optionsOf({})).frame(frame, session, plain);
    websocketSource.decoder(optionsOf({})).decode(frame, plain);
    expect(plain.events).toHaveLength(4);
  });

  it('answers a frame of nothing but pings as often as a body of JSON Lines may be wrong', () => {
    const session = new RecordingSession();
    const protocol = websocketSource.protocol!(optionsOf({ answers: [{ text: 'p', send: 'q' }] }));
    protocol.frame('p\n'.repeat(20_000), session, new RecordingSink());
    expect(session.calls).toHaveLength(10_000);
  });

  it('requires the url only to connect, and the mapping always', () => {
    expect(problems({ url: undefined })).toEqual([expect.stringMatching(/^url: .*ws:\/\//)]);
    expect(problems({ url: undefined }, 'decode')).toEqual([]);
    expect(problems({ mapping: undefined }, 'decode')).toEqual([
      'mapping: must be a block with platform and rules',
    ]);
  });

  it.each([
    ['url', { url: 'https://chat.example.com' }],
    ['headers', { headers: ['a'] }],
    ['headers', { headers: { 'a b': 'c' } }],
    ['headers', { headers: { 'Sec-WebSocket-Key': 'x' } }],
    ['headers', { headers: { a: 'b\r\nc: d' } }],
    ['headers', { headers: { a: { b: 'c' } } }],
    ['headers', { headers: { a: 'x'.repeat(8193) } }],
    ['headers', { headers: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [i, 'a'])) }],
    ['subprotocols', { subprotocols: ['a b'] }],
    ['subprotocols', { subprotocols: ['a', 'a'] }],
    ['onOpen', { onOpen: [{ op: 'subscribe' }] }],
    ['onOpen', { onOpen: Array.from({ length: 17 }, () => 'a') }],
    ['heartbeat', { heartbeat: 'ping' }],
    ['heartbeat', { heartbeat: {} }],
    ['heartbeat', { heartbeat: { ws: 'pong' } }],
    ['heartbeat', { heartbeat: { send: 'x', everySeconds: 0 } }],
    ['silenceSeconds', { silenceSeconds: '60s' }],
    ['mapping', { mapping: { ...MAPPING, platform: 'a b' } }],
  ])('refuses a wrong %s', (property, plain) => {
    const found = problems(plain);
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) expect(problem).toMatch(new RegExp(`^${property}: .*must`));
  });
});
