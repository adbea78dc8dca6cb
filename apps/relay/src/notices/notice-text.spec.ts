import { NOTICE_KINDS, type NoticeKind } from '#config';
import { REDIS_TROUBLES } from '#event-buffer';
import { DROP_REASONS } from '#live-event';
import { RETRY_REASONS } from '#metastudio';
import { PAUSE_WAYS_OUT } from '../projects/pause-ways-out.js';
import type { NoticeItem } from './notice-book.js';
import { noticeText, testText } from './notice-text.js';
import { reasonInChinese } from './reason-words.js';

const EN = { language: 'en', title: 'live-event-relay', machine: 'shop-pc' } as const;
const ZH = { language: 'zh', title: '直播互动', machine: 'shop-pc' } as const;
const ITEM: NoticeItem = {
  kind: 'source-lost',
  about: 'shop',
  reason: 'upgrade-401',
  wayOut: 'Give it a cookie.',
  durationMs: 65_000,
};

describe('noticeText', () => {
  it('says in English what is wrong, why, for how long, and what to do', () => {
    expect(noticeText({ begun: [ITEM], over: [] }, EN)).toBe(
      [
        'live-event-relay · shop-pc',
        '❗ The source of shop is not connected. Why: upgrade-401. For 65 s. Give it a cookie.',
        'live-relay status says more.',
      ].join('\n'),
    );
  });

  it('says in Chinese that a trouble is over', () => {
    const over = { ...ITEM, durationMs: 600_000 };
    expect(noticeText({ begun: [], over: [over] }, ZH)).toBe(
      '直播互动 · shop-pc\n✅ shop：来源已重新连上。持续了 10 分钟。',
    );
    expect(testText(ZH)).toMatch(/^直播互动 · shop-pc\n/u);
  });

  it.each<[NoticeKind, string, string]>([
    ['source-lost', 'connect-failed', '传不过来。原因：无法连接（connect-failed）。已持续'],
    ['shedding', 'shed_chat', '原因：缓冲区已满（shed_chat）。'],
    ['reports-failing', 'MSS.00000002', '原因：MSS.00000002。'],
    ['target-paused', 'forbidden', '原因：凭证没有上报权限（forbidden）。'],
    ['source-deaf', 'silent', '原因：没有发来任何内容（silent）。'],
    ['redis-away', 'NOBODY_LISTENS', '原因：地址上没有程序监听（NOBODY_LISTENS）。'],
  ])('says in Chinese why %s: %s', (kind, reason, says) => {
    const begun: NoticeItem[] = [{ ...ITEM, kind, reason }];
    expect(noticeText({ begun, over: [] }, ZH)).toContain(says);
  });

  it('leaves out single sources of a long message, not what is wrong with all', () => {
    const lost = Array.from({ length: 12 }, (_, i): NoticeItem => ({
      ...ITEM,
      about: `shop-${i}`,
    }));
    const wide = (['target-paused', 'redis-away'] as const).map((kind): NoticeItem => {
      return { kind, about: '', durationMs: 65_000 };
    });
    const begun = noticeText({ begun: [...lost, ...wide], over: [] }, EN).split('\n');
    expect(begun[1]).toContain('Redis cannot be used');
    expect(begun[2]).toContain('is paused');
    expect(begun[3]).toContain('The source of shop-0 ');
    expect(begun.at(-2)).toBe('… and 4 more.');
    const over = noticeText({ begun: [], over: [...lost, ...wide] }, EN).split('\n');
    expect(over[1]).toContain('Redis can be used again');
  });

  it('says what a missing role means, and how to start one', () => {
    const begun = (['collector', 'reporter'] as const).map((about): NoticeItem => {
      return { kind: 'role-missing', about, durationMs: 65_000 };
    });
    expect(noticeText({ begun, over: [] }, EN).split('\n').slice(1, 3)).toEqual([
      '❗ No collector runs: nothing is collected. Start one: live-relay start. For 65 s.',
      '❗ No reporter runs: nothing is reported. Start one: live-relay start. For 65 s.',
    ]);
    expect(noticeText({ begun, over: [] }, ZH).split('\n').slice(1, 3)).toEqual([
      '❗ 没有 collector 进程在运行，互动没有采集。请启动一个：live-relay start。已持续 65 秒。',
      '❗ 没有 reporter 进程在运行，事件没有上报。请启动一个：live-relay start。已持续 65 秒。',
    ]);
  });

  it('says of a bridge with two connections that one is lost, and once that one collector runs', () => {
    const begun = ['shop', ''].map((about): NoticeItem => {
      return { kind: 'redundancy-lost', about, durationMs: 300_000 };
    });
    expect(noticeText({ begun, over: begun }, EN).split('\n').slice(1, 5)).toEqual([
      '❗ shop is heard through one of its two connections. For 5 min.',
      '❗ One collector runs: bridges with redundancy: 2 have one connection each. For 5 min.',
      '✅ shop is heard through both of its connections again. It took 5 min.',
      '✅ No bridge with redundancy: 2 lacks a second collector any more. It took 5 min.',
    ]);
    expect(noticeText({ begun, over: begun }, ZH).split('\n').slice(1, 5)).toEqual([
      '❗ shop：两个连接只剩一个，仍在接收互动。已持续 5 分钟。',
      '❗ 只有一个 collector 进程在运行，设置了 redundancy: 2 的桥接各只有一个连接。已持续 5 分钟。',
      '✅ shop：两个连接都已恢复。持续了 5 分钟。',
      '✅ 不再有桥接缺少第二个 collector。持续了 5 分钟。',
    ]);
  });

  it('has Chinese words for every reason that is one of ours', () => {
    const none = DROP_REASONS.filter(({ noRoom }) => noRoom).map(({ reason }) => reason);
    const ofRedis = REDIS_TROUBLES.map(({ kind }) => kind);
    const ours = [...RETRY_REASONS, ...none, ...Object.keys(PAUSE_WAYS_OUT), ...ofRedis];
    const known = ours.map((reason) => reasonInChinese(reason));
    expect(known.filter((words) => !words.includes('（'))).toEqual([]);
  });

  it('claims no recovery where a trouble has only become moot', () => {
    const over: NoticeItem[] = [{ ...ITEM, end: 'moot' }];
    expect(noticeText({ begun: [], over }, EN)).toBe(
      'live-event-relay · shop-pc\n⚪ shop: nothing to do any more. The room is not live, or somebody ' +
        'paused or removed it. It took 65 s.',
    );
    expect(noticeText({ begun: [], over }, ZH)).toBe(
      '直播互动 · shop-pc\n⚪ shop：无需再处理，直播已结束，或已被人暂停、删除。持续了 65 秒。',
    );
  });

  it.each(NOTICE_KINDS)('has words for %s, begun and over, in both languages', (kind) => {
    for (const how of [EN, ZH]) {
      const item = { ...ITEM, kind, events: 12 };
      const text = noticeText({ begun: [item], over: [item] }, how);
      expect(text.split('\n')).toHaveLength(4);
      expect(text).not.toMatch(/undefined|NaN/u);
    }
  });

  it('names the bridges of a target, and says what to do in the language of the message', () => {
    const paused: NoticeItem = {
      kind: 'target-paused',
      about: 'default/room-1',
      bridges: ['legend-douyin', 'legend-twitch', 'c', 'd', 'e'],
      reason: 'forbidden',
      wayOut: 'In English.',
      durationMs: 60_000,
    };
    const text = noticeText({ begun: [paused], over: [paused] }, ZH);
    expect(text).toContain('legend-douyin、legend-twitch、c、+2（default/room-1）：目标已暂停');
    expect(text).toContain('请给凭证所属的用户授予 MetaStudio 权限');
    expect(text).not.toContain('In English.');
    expect(text).toContain('✅ legend-douyin');
  });

  it('says in Chinese exactly what a source says', () => {
    const [wayOut, wayOutZh] = ['Twitch knows no such channel.', 'Twitch 上没有这个频道。'];
    const begun: NoticeItem[] = [{ ...ITEM, kind: 'source-lost', wayOut, wayOutZh }];
    const text = noticeText({ begun, over: [] }, ZH);
    expect(text).toContain(wayOutZh);
    expect(text).not.toContain(wayOut);
    expect(noticeText({ begun, over: [] }, EN)).toContain(wayOut);
  });

  it.each([
    ['source-deaf', 'silent', '弹幕工具是否已连上直播间'],
    ['source-deaf', 'not-understood', '收到的内容无法识别'],
    ['source-deaf', 'room-unknown', 'Cookie 或登录状态'],
    ['source-deaf', 'room-refused', '请检查账号和令牌'],
    ['source-deaf', 'room-ended', '如果已经开播'],
    ['source-deaf', 'a-later-cause', '请运行 live-relay doctor'],
    ['source-lost', 'upgrade-401', '拒绝了连接'],
  ] as const)(
    'says in Chinese what to do where %s tells it in English: %s',
    (kind, reason, says) => {
      const begun: NoticeItem[] = [{ ...ITEM, kind, reason, wayOut: 'Only in English.' }];
      const text = noticeText({ begun, over: [] }, ZH);
      expect(text).toContain(says);
      expect(text).not.toContain('English');
      expect(noticeText({ begun, over: [] }, EN)).toContain('Only in English.');
    },
  );

  it('tells what Redis has lost, and not for how long', () => {
    const of = { kind: 'events-lost', reason: 'lost_in_redis', events: 3, durationMs: 0 } as const;
    const all = { kind: 'events-lost', about: '', durationMs: 0 } as const;
    const begun: NoticeItem[] = [{ ...of, about: 'shop' }, all];
    expect(noticeText({ begun, over: [] }, EN).split('\n').slice(1, 3)).toEqual([
      '❗ Redis has lost events of shop. Why: lost_in_redis. 3 that waited are gone.',
      '❗ Redis has lost all that it held.',
    ]);
    expect(noticeText({ begun, over: [] }, ZH).split('\n').slice(1, 3)).toEqual([
      '❗ shop：排队的事件在 Redis 中丢失了。原因：键被删除，或被淘汰（lost_in_redis）。丢失了 3 个排队的事件。',
      '❗ Redis 丢失了全部数据。',
    ]);
  });

  it('stays within the length limit of 企业微信', () => {
    const wordy = { ...ITEM, about: '直'.repeat(200), wayOut: '话'.repeat(2000) };
    const items = Array.from({ length: 3000 }, (_, i) => ({
      ...wordy,
      about: `${wordy.about}${i}`,
    }));
    for (const how of [EN, ZH]) {
      const text = noticeText({ begun: items, over: items }, how);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
      expect(text).toMatch(/5999|5998/u);
    }
  });

  it('strips control characters of a platform', () => {
    const text = noticeText({ begun: [{ ...ITEM, wayOut: 'a\u001B[2Jb\nc' }], over: [] }, EN);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001B');
  });
});
