import type { Session } from '#source';
import { RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { pollSource } from './poll.definition.js';
import { PollSource } from './poll.source.js';

const MAPPING = {
  platform: 'example',
  each: 'messages',
  rules: [{ event: 'comment' as const, id: 'id', user: { id: 'u' }, text: 't' }],
};
const URL_OF_ROOM = 'https://chat.example.com/messages?room=42';
const SESSION = {} as Session;

function source(options: object): PollSource {
  return new PollSource({ url: URL_OF_ROOM, mapping: MAPPING, ...options }, fetch);
}

function answer(from: PollSource, fields: object, ...ids: readonly string[]): RecordingSink {
  const sink = new RecordingSink();
  const messages = ids.map((id) => ({ id, u: 1, t: id }));
  from.frame(JSON.stringify({ ...fields, messages }), SESSION, sink);
  return sink;
}

function texts({ events }: RecordingSink): (string | false)[] {
  return events.map((event) => event.type === 'comment' && event.text);
}

describe('PollSource', () => {
  it.each([
    [{}, {}, 5_000],
    [{ everySeconds: 12 }, {}, 12_000],
    [{ interval: { path: 'wait', unit: 'ms' } }, { wait: 2_500 }, 2_500],
    [{ interval: { path: 'wait', unit: 'seconds' } }, { wait: '7' }, 7_000],
    [{ interval: { path: 'wait', unit: 'ms' } }, { wait: 1 }, 1_000],
    [{ interval: { path: 'wait', unit: 'ms' } }, { wait: 1e12 }, 3_600_000],
    [{ interval: { path: 'wait', unit: 'ms' }, everySeconds: 9 }, { wait: 'soon' }, 9_000],
    [{ interval: { path: 'wait', unit: 'ms' } }, { wait: -5 }, 5_000],
  ])('with %j and the answer %j asks again after %i ms', (options, fields, waitMs) => {
    const polled = source(options);
    answer(polled, fields);
    expect(polled.waitMs).toBe(waitMs);
    expect(polled.silenceMs).toBe(Math.max(90_000, 3 * waitMs));
  });

  it("continues from the answer's cursor, until the server does not know the cursor", () => {
    const polled = source({ next: { path: 'cursor', query: 'since' } });
    expect(polled.url).toBe(URL_OF_ROOM);
    answer(polled, { cursor: 'a&b' });
    expect(polled.url).toBe(`${URL_OF_ROOM}&since=a%26b`);
    answer(polled, {});
    expect(polled.connectTo(new AbortController().signal)).toMatchObject({
      url: `${URL_OF_ROOM}&since=a%26b`,
    });
    expect(polled.upgradeRefused(503)).toBeUndefined();
    expect(polled.upgradeRefused(410)).toBe('reconnect');
    expect(polled.url).toBe(URL_OF_ROOM);
    expect(polled.upgradeRefused(410)).toBeUndefined();
  });

  it('counts elements of the answer before as repeats, and takes new ones', () => {
    const polled = source({});
    expect(texts(answer(polled, {}, 'a', 'b'))).toEqual(['a', 'b']);
    const second = answer(polled, {}, 'a', 'b', 'c');
    expect([texts(second), second.ignoredKinds]).toEqual([['c'], ['repeat', 'repeat']]);
  });

  it('skipFirst: treats the elements of the first answer as history, also later', () => {
    const polled = source({ skipFirst: true });
    expect(answer(polled, {}, 'a').ignoredKinds).toEqual(['history']);
    expect(texts(answer(polled, {}, 'a', 'b'))).toEqual(['b']);
  });

  it('begins anew once another process has had the bridge: that one told what came since', () => {
    const polled = source({ next: { path: 'cursor', query: 'since' }, skipFirst: true });
    answer(polled, { cursor: 7 }, 'a');
    expect(texts(answer(polled, { cursor: 8 }, 'b'))).toEqual(['b']);
    polled.lost();
    expect(polled.url).toBe(URL_OF_ROOM);
    expect(answer(polled, { cursor: 20 }, 'c', 'd').ignoredKinds).toEqual(['history', 'history']);
    expect(texts(answer(polled, { cursor: 21 }, 'e'))).toEqual(['e']);
  });

  it('skipFirst: treats the elements of the answer after a lost cursor as history, too', () => {
    const polled = source({ next: { path: 'cursor', query: 'since' }, skipFirst: true });
    answer(polled, { cursor: 7 }, 'a');
    answer(polled, { cursor: 8 }, 'b');
    expect(polled.upgradeRefused(410)).toBe('reconnect');
    const first = answer(polled, { cursor: 9 }, 'older', 'a', 'b');
    expect([texts(first), first.ignoredKinds]).toEqual([[], ['history', 'history', 'repeat']]);
  });

  it.each([
    ['no JSON', '<html>Busy</html>'],
    ['no messages', '{"messages":[]}'],
    ['an error', '{"error":"busy"}'],
  ])('knows repeats, and what was history, behind an answer that holds %s', (_, odd) => {
    const polled = source({ skipFirst: true });
    answer(polled, {}, 'a');
    answer(polled, {}, 'a', 'b');
    for (let i = 0; i < 2; i++) polled.frame(odd, SESSION, new RecordingSink());
    const next = answer(polled, {}, 'a', 'b', 'c');
    expect([texts(next), next.ignoredKinds]).toEqual([['c'], ['repeat', 'repeat']]);
  });

  it.each(['<html>Busy</html>', 'null', '"busy"', '503'])(
    'skipFirst: takes what follows the answer %s for the first, since that is none',
    (none) => {
      const polled = source({ skipFirst: true });
      const sink = new RecordingSink();
      polled.frame(none, SESSION, sink);
      expect(sink.problems).toHaveLength(1);
      const first = answer(polled, {}, 'a', 'b');
      expect([texts(first), first.ignoredKinds]).toEqual([[], ['history', 'history']]);
    },
  );

  it('refuses wrong options by name, and requires the url only to connect', () => {
    const plain = { url: URL_OF_ROOM, mapping: MAPPING };
    expect(refusedOptions(pollSource, plain)).toEqual([]);
    expect(refusedOptions(pollSource, { ...plain, url: 'wss://h/' })).toEqual(['url']);
    expect(refusedOptions(pollSource, { mapping: MAPPING }, 'decode')).toEqual([]);
    expect(refusedOptions(pollSource, { ...plain, everySeconds: 0 })).toEqual(['everySeconds']);
    expect(refusedOptions(pollSource, { ...plain, skipFirst: 'yes' })).toEqual(['skipFirst']);
    const next = { path: 'a..b', query: 'since' };
    expect(refusedOptions(pollSource, { ...plain, next })).toEqual(['next']);
  });
});
