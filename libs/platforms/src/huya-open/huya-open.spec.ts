import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { HuyaOpenDecoder } from './huya-open.decoder.js';
import { huyaOpen } from './huya-open.definition.js';
import { HuyaOpenSource } from './huya-open.source.js';
import { signToken } from './json-web-token.js';

const LIN = { unionId: 'un12ab', badgeName: '小鱼', fansLevel: 6, nobleLevel: 2, roomId: 42 };
const LIN_USER = { userId: 'huya_un12ab', name: '林', level: 0, badge: '小鱼', badgeLevel: 6 };

function notice(name: string, fields: object): string {
  return JSON.stringify({ notice: name, data: { ...LIN, ...fields } });
}

/** As the older addresses send it. */
function old(data: object): string {
  return JSON.stringify({ statusCode: 200, statusMsg: '', data });
}

function decode(...frames: readonly string[]): RecordingSink {
  return decodeAll(new HuyaOpenDecoder(), ...frames);
}

describe('HuyaOpenDecoder', () => {
  it('makes a comment of a message, without an id, and without emotes among words', () => {
    const sink = decode(
      notice('getMessageNotice', { sendNick: '林', content: '/{dx多少钱/{sh', showMode: 0 }),
      notice('getMessageNotice', { sendNick: '林', content: '/{dx' }),
      notice('getMessageNotice', { sendNick: '林', content: '' }),
    );
    expect(sink.events).toEqual([
      { type: 'comment', user: LIN_USER, text: '多少钱' },
      { type: 'comment', user: LIN_USER, text: '/{dx' },
    ]);
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it('makes a gift of one message, in fen, whatever the combo counts', () => {
    const gift = { sendNick: '林', itemId: 4, itemName: '虎粮', sendItemComboHits: 9 };
    const sink = decode(
      notice('getSendItemNotice', { ...gift, sendItemCount: 3, totalPay: 30, senderLevel: 21 }),
      notice('getSendItemNotice', {
        ...gift,
        itemName: '',
        sendItemCount: 3,
        totalPay: '100',
        sendTimeStamp: 1_700_000_000,
      }),
    );
    expect(sink.events).toEqual([
      {
        type: 'gift',
        timestamp: undefined,
        user: { ...LIN_USER, level: 21 },
        gift: { giftName: '虎粮', giftNum: 3, giftValue: 10, totalValue: 30 },
      },
      {
        type: 'gift',
        timestamp: 1_700_000_000_000,
        user: LIN_USER,
        gift: { giftName: '4', giftNum: 3, giftValue: 33, totalValue: 100 },
      },
    ]);
  });

  it('makes gifts of nobles and guardians, and events of entries and likes', () => {
    const { events } = decode(
      notice('getOpenNobleNotice', { nick: '林', nobleName: '骑士', months: 2, totalPay: 6000 }),
      notice('getOpenGuardianNotice', { sendNick: '林' }),
      notice('getVipEnterBannerNotice', { userNick: '林' }),
      notice('getUserDoButtonLikeNotice', { userNick: '林', likeCount: 30 }),
    );
    expect(events).toMatchObject([
      { gift: { giftName: '骑士', giftNum: 2, giftValue: 3000, totalValue: 6000 } },
      { gift: { giftName: '守护', giftNum: 1, totalValue: 0 } },
      { type: 'enter', user: LIN_USER },
      { type: 'like', user: LIN_USER },
    ]);
  });

  it('names a guardian by its kind, and does not count days', () => {
    const { events } = decode(
      notice('getOpenGuardianNotice', { userNick: '林', guardianType: 1, openDays: 30 }),
      notice('getOpenGuardianNotice', { userNick: '林', guardianType: 0, openDays: 90 }),
    );
    expect(events).toMatchObject([
      { gift: { giftName: '铁铁', giftNum: 1 } },
      { gift: { giftName: '守护', giftNum: 1 } },
    ]);
  });

  it('ignores likes without a user, and does not count them as malformed', () => {
    const nobody = JSON.stringify({ notice: 'getUserDoButtonLikeNotice', data: { likeCount: 3 } });
    expect(decode(nobody)).toMatchObject({
      ignoredKinds: ['getUserDoButtonLikeNotice'],
      problems: [],
    });
  });

  it('recognises the notices of older addresses by their fields', () => {
    const sink = decode(
      old({ sendNick: '林', content: '666', fansLevel: 3, badgeName: '鱼' }),
      old({ sendNick: '林', itemId: 4, sendItemCount: 2 }),
      old({ userNick: '林' }),
      old({ roomId: 42 }),
    );
    expect(sink.events).toMatchObject([
      { type: 'comment', text: '666', user: { userId: 'huya_林', badge: '鱼', badgeLevel: 3 } },
      { type: 'gift', gift: { giftName: '4', giftNum: 2 } },
      { type: 'enter' },
    ]);
    expect(sink.ignoredKinds).toEqual(['no-notice']);
  });

  it('names what it ignores', () => {
    const { ignoredKinds, problems } = decode(
      notice('getShareLiveNotice', { userNick: '林' }),
      '{"notice":"command","statusCode":200}',
      'pong',
    );
    expect(ignoredKinds).toEqual(['getShareLiveNotice', 'command', 'keep-alive']);
    expect(problems).toEqual([]);
  });

  it('tells the status where Huya refuses the connection, not where a notice has one', () => {
    const heard: number[] = [];
    const sink = decode();
    for (const frame of [
      '{"notice":"command","statusCode":403,"statusMsg":"x"}',
      '{"statusCode":401}',
      '{"notice":"getMessageNotice","statusCode":500}',
    ]) {
      new HuyaOpenDecoder().decode(frame, sink, (status) => heard.push(status));
    }
    expect(heard).toEqual([403, 401]);
    expect(sink.ignoredKinds).toEqual(['status-403', 'status-401', 'status-500']);
  });

  it('counts malformed notices', () => {
    const sink = decode('{', 'null', '{"data":5}', notice('getMessageNotice', { unionId: '' }));
    expect(sink.problems).toEqual(['not-json', 'no-data', 'no-data', 'no-user']);
  });

  it('accounts for every notice, whatever its fields hold', () => {
    const names = ['getMessageNotice', 'getSendItemNotice', 'getOpenNobleNotice', 'x', ''];
    const fields = ['content', 'itemName', 'sendItemCount', 'totalPay', 'sendNick', 'unionId'];
    const data = fc.dictionary(fc.constantFrom(...fields, 'sendTimeStamp', 'nick'), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...names), data, (name, values) => {
        const sink = decode(notice(name, values));
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('HuyaOpenSource', () => {
  const options = { roomId: 42, appId: 'app1', appSecret: 'secret-0123' };

  it('signs each connection anew, for an hour', () => {
    let now = 1_700_000_000_500;
    const source = new HuyaOpenSource(options, () => now);
    const first = new URL(source.connectTo().url);
    expect(`${first.origin}${first.pathname}`).toBe('wss://ws-apiext.huya.com/index.html');
    const { sToken, ...query } = Object.fromEntries(first.searchParams);
    expect(query).toEqual({
      do: 'comm',
      roomId: '42',
      appId: 'app1',
      iat: '1700000000',
      exp: '1700003600',
    });
    const claims = { iat: 1_700_000_000, exp: 1_700_003_600, appId: 'app1' };
    expect(sToken).toBe(signToken(claims, 'secret-0123'));
    now += 1000;
    expect(new URL(source.connectTo().url).searchParams.get('sToken')).not.toBe(sToken);
  });

  it("keeps path and query of another server's address", () => {
    const source = new HuyaOpenSource({ ...options, url: 'ws://127.0.0.1:1/ws?a=b' });
    expect(source.connectTo().url).toMatch(/^ws:\/\/127\.0\.0\.1:1\/ws\?a=b&do=comm&roomId=42&/);
  });

  it("accepts the platform's keys, and requires none to decode", () => {
    expect(refusedOptions(huyaOpen, options)).toEqual([]);
    expect(refusedOptions(huyaOpen, { ...options, roomId: '42' })).toEqual([]);
    expect(refusedOptions(huyaOpen, {}, 'decode')).toEqual([]);
    const wrong = { roomId: 'lck', appId: 'a b', appSecret: '', url: 'http://x' };
    expect(refusedOptions(huyaOpen, wrong)).toEqual(Object.keys(wrong));
  });
});

describe('signToken', () => {
  it('gives the same signature as published code', () => {
    // Made with OpenSSL.
    expect(signToken({ iat: 1_700_000_000, appId: 'app1' }, 'secret-0123')).toBe(
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImFwcElkIjoiYXBwMSJ9.u9sFwGl-C2ba114czOt-TZZJWV6e2q0pDDqDg1MRVUg',
    );
  });
});
