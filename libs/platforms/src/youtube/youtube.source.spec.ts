import { SourceError, type ConnectTo, type Frame, type Session } from '#source';
import { RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { youtube } from './youtube.definition.js';
import type { YouTubeOptions } from './youtube.options.js';
import { YouTubeSource } from './youtube.source.js';

const NOON = Date.parse('2026-11-27T20:00:00Z');
const never = new AbortController().signal;
const LIVE = { items: [{ liveStreamingDetails: { activeLiveChatId: 'chat-1' } }] };

class Api {
  readonly asked: string[] = [];
  now = NOON;
  answer: unknown = LIVE;
  status = 200;

  readonly fetch: typeof globalThis.fetch = async (url, init) => {
    this.asked.push(`${url as string} ${JSON.stringify(init?.headers)}`);
    return new Response(JSON.stringify(this.answer), { status: this.status });
  };

  source(options: Partial<YouTubeOptions> = {}): YouTubeSource {
    const given = { apiKey: 'key', videoId: 'abcdefghijk', ...options } as YouTubeOptions;
    return new YouTubeSource(given, this.fetch, () => this.now);
  }
}

class Ended implements Session {
  readonly ends: unknown[] = [];
  send(): void {}
  ready(): void {}
  reconnect(cause: string, after?: unknown): void {
    this.ends.push([cause, after]);
  }
  replaceBy(): void {}
}

function said(id: string, at: number): object {
  const publishedAt = new Date(at).toISOString();
  const snippet = { type: 'textMessageEvent', displayMessage: id, publishedAt };
  return { id, snippet, authorDetails: { channelId: 'UC1', displayName: 'Ann' } };
}

function page(fields: object): Frame {
  return JSON.stringify({ nextPageToken: 'p-2', pollingIntervalMillis: 7000, ...fields });
}

async function started(source: YouTubeSource): Promise<ConnectTo> {
  return source.connectTo(never);
}

function giftItem(id: string, details: object): object {
  const authorDetails = { channelId: 'UC1', displayName: 'Ann' };
  return { id, snippet: { type: 'giftEvent', ...details }, authorDetails };
}

const HOUR = 3_600_000;

/** The ids of those of the messages that are reported. */
function told(source: YouTubeSource, ...items: readonly object[]): unknown[] {
  const sink = new RecordingSink();
  source.frame(page({ items }), new Ended(), sink);
  return sink.events.map(({ id }) => id);
}

describe('YouTubeSource', () => {
  it('finds the chat of the video once, with the key in a header', async () => {
    const api = new Api();
    const source = api.source();
    const { url, headers } = await started(source);
    expect(new URL(url).searchParams.get('liveChatId')).toBe('chat-1');
    expect(headers).toEqual({ 'x-goog-api-key': 'key' });
    await started(source);
    expect(api.asked).toEqual([
      'https://www.googleapis.com/youtube/v3/videos?part=liveStreamingDetails&id=abcdefghijk {"x-goog-api-key":"key"}',
    ]);
  });

  it('leaves out messages from before it connected, then polls page by page at the asked interval', async () => {
    const source = new Api().source();
    await started(source);
    const sink = new RecordingSink();
    const session = new Ended();
    const items = [said('old', NOON - 1000), said('new', NOON + 1000)];
    source.frame(page({ items }), session, sink);
    expect(sink.events).toMatchObject([{ id: 'new', user: { userId: 'youtube_UC1' } }]);
    expect(sink.ignoredKinds).toEqual(['history']);
    expect(source.waitMs).toBe(7000);
    expect(new URL(source.url).searchParams.get('pageToken')).toBe('p-2');
    source.frame(page({ items: [said('late', NOON - 500)] }), session, sink);
    expect(sink.events).toHaveLength(2);
    expect(session.ends).toEqual([]);
  });

  it('leaves out what another process has told, where it takes a chat over that it could have had for hours', async () => {
    const api = new Api();
    const source = api.source();
    api.now += 3 * HOUR;
    await started(source);
    const items = [said('hours ago', NOON + HOUR), said('just before', api.now - 60_000)];
    expect(told(source, ...items)).toEqual(['just before']);
    source.lost();
    api.now += 3 * HOUR;
    const { url } = await started(source);
    expect(new URL(url).searchParams.get('pageToken')).toBeNull();
    expect(told(source, ...items, said('new', api.now))).toEqual(['new']);
  });

  it('tells no message again where its page is lost, however long ago it was told', async () => {
    const api = new Api();
    const source = api.source();
    await started(source);
    expect(told(source, said('first', NOON + 1000))).toEqual(['first']);
    expect(told(source, said('second', NOON + HOUR))).toEqual(['second']);
    source.upgradeRefused(404);
    api.now += 3 * HOUR;
    await started(source);
    const items = [said('first', NOON + 1000), said('second', NOON + HOUR)];
    expect(told(source, ...items, said('third', NOON + 2 * HOUR))).toEqual(['third']);
  });

  it('says that the quota is spent, and begins anew at midnight in California', async () => {
    const api = new Api();
    const source = api.source({ quotaPerDay: 100, liveChatId: 'c' });
    const session = new Ended();
    for (let calls = 0; calls < 20; calls++) await started(source);
    await expect(started(source)).rejects.toThrow(/quota of YouTube is spent/);
    source.frame(page({ items: [] }), session, new RecordingSink());
    expect(session.ends).toEqual([['chat-over', { refused: expect.stringMatching(/quota/) }]]);
    api.now = Date.parse('2026-11-28T08:00:01Z');
    await expect(started(source)).resolves.toBeDefined();
  });

  it.each([
    ['a video that is not live', { items: [{}] }, 200, /not live/],
    ['no video', {}, 200, /not live/],
    ['a key that is not taken', {}, 403, /check apiKey/],
    ['trouble', {}, 503, /HTTP 503/],
  ])('tells the way out of %s', async (_, answer, status, words) => {
    const api = new Api();
    Object.assign(api, { answer, status });
    await expect(started(api.source())).rejects.toThrow(SourceError);
    await expect(started(api.source())).rejects.toThrow(words);
  });

  it('says that the stream is over, and looks for its chat again where the page is lost', async () => {
    const source = new Api().source();
    await started(source);
    const session = new Ended();
    source.frame(page({ offlineAt: '2026-11-27T20:00:00Z' }), session, new RecordingSink());
    expect(session.ends).toEqual([['chat-over', { refused: expect.stringMatching(/is over/) }]]);
    expect(source.upgradeRefused(404)).toBe('slow');
    expect(source.upgradeRefused(403)).toMatchObject({ refused: expect.stringMatching(/quota/) });
    expect(source.upgradeRefused(503)).toBeUndefined();
  });

  it('looks for the next chat once YouTube refuses to tell this one, whose stream may be over', async () => {
    const api = new Api();
    const source = api.source();
    await started(source);
    source.frame(page({ items: [] }), new Ended(), new RecordingSink());
    const query = async (): Promise<unknown> => {
      const { searchParams } = new URL((await started(source)).url);
      return [searchParams.get('liveChatId'), searchParams.get('pageToken')];
    };
    source.upgradeRefused(403);
    // Another cause, such as the day's quota: it goes on where it was.
    expect(await query()).toEqual(['chat-1', 'p-2']);
    source.upgradeRefused(403);
    api.answer = { items: [{}] };
    await expect(started(source)).rejects.toThrow(/not live/);
    api.answer = { items: [{ liveStreamingDetails: { activeLiveChatId: 'chat-2' } }] };
    expect(await query()).toEqual(['chat-2', null]);
    const asked = api.asked.length;
    expect(await query()).toEqual(['chat-2', null]);
    expect(api.asked).toHaveLength(asked);
  });

  it("OAuth: reads the account's current stream, and renews the token when it ends", async () => {
    const asked: string[] = [];
    let tokens = 0;
    const own = { items: [{ snippet: { liveChatId: 'chat-2' } }] };
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const isToken = url === 'https://oauth2.googleapis.com/token';
      const body = init?.body as URLSearchParams | undefined;
      const sent = body === undefined ? JSON.stringify(init?.headers) : body.toString();
      asked.push(`${url as string} ${sent}`);
      const token = { access_token: `t-${++tokens}`, expires_in: 3600 };
      return new Response(JSON.stringify(isToken ? token : own));
    };
    const options = { clientId: 'c', clientSecret: 's', refreshToken: 'r' } as YouTubeOptions;
    const source = new YouTubeSource(options, fetch, () => NOON);
    const { url, headers } = await started(source);
    expect(new URL(url).searchParams.get('liveChatId')).toBe('chat-2');
    expect(headers).toEqual({ authorization: 'Bearer t-1' });
    expect(asked).toEqual([
      'https://oauth2.googleapis.com/token grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r',
      'https://www.googleapis.com/youtube/v3/liveBroadcasts?part=snippet&broadcastStatus=active&broadcastType=all {"authorization":"Bearer t-1"}',
    ]);
    source.frame(page({ items: [] }), new Ended(), new RecordingSink());
    expect(source.upgradeRefused(401)).toBe('reconnect-now');
    expect((await started(source)).headers).toEqual({ authorization: 'Bearer t-3' });
    // One that never opened is not fetched again and again.
    expect(source.upgradeRefused(401)).toMatchObject({ refused: expect.stringMatching(/scope/) });
    expect(source.quotaLeft).toBe(10_000 - 1 - 5 - 5);
  });

  // Both places, the running count under one id: docs of liveChatMessages and its discovery document.
  it('counts the gifts of a combo once, worth their jewels, wherever they stand', () => {
    const gift = { giftName: 'Rose', jewelsAmount: 10 };
    const combo = (comboCount: number): object => {
      return giftItem('g-1', { giftEventDetails: { giftMetadata: { ...gift, comboCount } } });
    };
    const sink = new RecordingSink();
    const decoder = youtube.decoder({ apiKey: 'key' });
    for (const items of [
      [combo(1)],
      [combo(3)],
      [combo(3)],
      [giftItem('g-2', { giftDetails: gift })],
    ]) {
      decoder.decode(page({ items }), sink);
    }
    const given = sink.events.map((event) => 'gift' in event && [event.id, event.gift]);
    const rose = { giftName: 'Rose', giftValue: 10 };
    expect(given).toEqual([
      [undefined, { ...rose, giftNum: 1, totalValue: 10 }],
      [undefined, { ...rose, giftNum: 2, totalValue: 20 }],
      [undefined, { ...rose, giftNum: 1, totalValue: 10 }],
    ]);
    expect(sink.ignoredKinds).toEqual(['streak']);
  });

  it('requires the key and the video only to connect', () => {
    expect(refusedOptions(youtube, {}).sort()).toEqual(['apiKey', 'videoId']);
    expect(refusedOptions(youtube, { apiKey: 'k', liveChatId: 'c' })).toEqual([]);
    expect(refusedOptions(youtube, { refreshToken: 'r' }).sort()).toEqual([
      'clientId',
      'clientSecret',
    ]);
    const client = { clientId: 'c', clientSecret: 's' };
    expect(refusedOptions(youtube, { ...client, refreshToken: 'r' })).toEqual([]);
    expect(refusedOptions(youtube, client)).toContain('refreshToken');
    expect(refusedOptions(youtube, {}, 'decode')).toEqual([]);
  });
});
