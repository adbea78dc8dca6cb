import { NOTICE_KINDS } from '#config';
import { NoticeBook, type Notice, type NoticeTerms } from './notice-book.js';
import type { Trouble, TroubleEnd } from './trouble.js';

const START = Date.UTC(2026, 10, 28, 4);
const TERMS: NoticeTerms = {
  afterMs: 60_000,
  recoveredAfterMs: 30_000,
  perHour: 20,
  quietHours: undefined,
  kinds: new Set(NOTICE_KINDS),
};
const LOST: Trouble = { kind: 'source-lost', about: 'shop' };
const PAUSED: Trouble = { kind: 'target-paused', about: 'default/room', reason: 'forbidden' };

const isMended = (): TroubleEnd => 'mended';

function names(items: Notice['begun']): string {
  return items.map(({ about }) => about).join(',');
}

/** A book that is looked at every five seconds, and the messages that it gave. */
class Told {
  readonly messages: { readonly at: number; readonly notice: Notice }[] = [];
  /** What has become of a trouble that has gone. */
  end: TroubleEnd = 'mended';
  seconds = 0;

  constructor(
    readonly book: NoticeBook,
    readonly reaches = true,
  ) {}

  during(seconds: number, ...troubles: Trouble[]): this {
    for (const end = this.seconds + seconds; this.seconds < end; this.seconds += 5) {
      const now = START + this.seconds * 1000;
      const notice = this.book.look(troubles, now, () => this.end);
      if (notice === undefined) continue;
      this.messages.push({ at: this.seconds, notice });
      if (this.reaches) this.book.sent(notice, now);
      else this.book.failed(now);
    }
    return this;
  }

  /** Each message: when, what began, what is over. */
  get summary(): [number, string, string][] {
    return this.messages.map(({ at, notice: { begun, over } }) => [at, names(begun), names(over)]);
  }
}

function told(terms: Partial<NoticeTerms> = {}, reaches = true): Told {
  return new Told(new NoticeBook({ ...TERMS, ...terms }), reaches);
}

describe('NoticeBook', () => {
  it('sends one message when a trouble lasts, and one with its duration when it is over', () => {
    const all = told().during(300, LOST).during(600);
    expect(all.summary).toEqual([
      [60, 'shop', ''],
      [325, '', 'shop'],
    ]);
    expect(all.messages[1]!.notice.over[0]).toMatchObject({ durationMs: 295_000 });
  });

  it('says nothing of reports that failed in a live job that is over, when the next one begins', () => {
    const failing: Trouble = { kind: 'reports-failing', about: 'a', events: 3 };
    const left = { ...failing, events: 0 };
    const all = told().during(100, failing).during(100, left);
    all.end = 'moot';
    all.during(100).during(300, left);
    expect(all.summary).toEqual([
      [60, 'a', ''],
      [225, '', 'a'],
    ]);
    expect(all.during(100, failing).summary).toHaveLength(3);
  });

  it('sends that a connection of two is lost only once collectors would have been updated', () => {
    const once: Trouble = { kind: 'redundancy-lost', about: 'shop' };
    expect(told().during(295, once).during(600).summary).toEqual([]);
    expect(told().during(600, once, LOST).summary).toEqual([
      [60, 'shop', ''],
      [300, 'shop', ''],
    ]);
    // Who wants to know later still is told later.
    const later = told({ afterMs: 400_000 }).during(600, once).summary;
    expect(later).toEqual([[400, 'shop', '']]);
  });

  it('sends nothing of a trouble that is over before its delay', () => {
    expect(told().during(55, LOST).during(600).summary).toEqual([]);
  });

  it('counts a flapping trouble as one, and tells its end when it stays away', () => {
    const all = told();
    for (let i = 0; i < 20; i++) all.during(20, LOST).during(15);
    expect(all.during(300).summary).toEqual([
      [70, 'shop', ''],
      [710, '', 'shop'],
    ]);
  });

  it('tells no end of a trouble that is open, only when it has ended, and how', () => {
    const all = told().during(100, LOST);
    all.end = 'open';
    expect(all.during(900).messages).toHaveLength(1);
    all.end = 'moot';
    all.during(100);
    expect(all.summary).toEqual([
      [60, 'shop', ''],
      [1025, '', 'shop'],
    ]);
    expect(all.messages[1]!.notice.over[0]).toMatchObject({ end: 'moot' });
  });

  it('puts all troubles that are due into one message', () => {
    expect(told().during(100, LOST, PAUSED).during(60).summary).toEqual([
      [60, 'shop,default/room', ''],
      [125, '', 'shop,default/room'],
    ]);
  });

  it('limits messages an hour, and tells later what still lasts', () => {
    const all = told({ perHour: 2, afterMs: 0, recoveredAfterMs: 5000 });
    for (let i = 0; i < 10; i++) all.during(10, { ...LOST, about: `shop-${i}` }).during(10);
    expect(all.messages).toHaveLength(2);
    all.during(3600);
    expect(all.messages.length).toBeLessThanOrEqual(4);
  });

  it('keeps messages for what goes wrong while hundreds of sources come back one after another', () => {
    const all = told();
    const sources = Array.from({ length: 200 }, (_, i) => ({ ...LOST, about: `shop-${i}` }));
    all.during(100, ...sources);
    for (let i = 1; i < 200; i++) all.during(5, ...sources.slice(i));
    const pausedAt = all.seconds;
    all.during(4000, PAUSED);
    const [of, ...more] = all.messages.filter(({ notice }) => names(notice.begun) === PAUSED.about);
    expect(more).toEqual([]);
    // One in six minutes is kept for it.
    expect(of!.at - pausedAt).toBeLessThanOrEqual(60 + 360);
    expect(all.messages.flatMap(({ notice }) => notice.over)).toHaveLength(200);
  });

  it('sends nothing in quiet hours, and afterwards what still lasts', () => {
    // In Shanghai it is noon: quiet from 11:00 to 12:10.
    const quietHours = { fromMinute: 660, toMinute: 730, timeZone: 'Asia/Shanghai' };
    const all = told({ quietHours }).during(120, PAUSED).during(900, LOST);
    expect(all.summary).toEqual([[600, 'shop', '']]);
    const overMidnight = { fromMinute: 1380, toMinute: 730, timeZone: 'Asia/Shanghai' };
    expect(told({ quietHours: overMidnight }).during(700, LOST).summary).toEqual([
      [600, 'shop', ''],
    ]);
  });

  it('tells at once, and once, what happens and does not last: also after quiet hours, never its end', () => {
    const gone: Trouble = { kind: 'events-lost', about: 'shop', events: 2 };
    const all = told().during(5, gone).during(10).during(20, gone).during(900).during(5, gone);
    expect(all.during(600).summary).toEqual([
      [0, 'shop', ''],
      [935, 'shop', ''],
    ]);
    const quietHours = { fromMinute: 660, toMinute: 730, timeZone: 'Asia/Shanghai' };
    const late = told({ quietHours }).during(10, gone).during(900);
    expect(late.summary).toEqual([[600, 'shop', '']]);
    expect(late.messages[0]!.notice.begun[0]).toMatchObject({ events: 4 });
  });

  it('counts all that was dropped while events are shed, not what was since the last look', () => {
    const shed: Trouble = { kind: 'shedding', about: 'shop', reason: 'shed_chat', events: 100 };
    const { messages } = told().during(100, shed);
    // Looked at every five seconds, from 0 to 60.
    expect(messages.map(({ notice }) => notice.begun[0]!.events)).toEqual([1300]);
  });

  it('leaves out kinds of a later version', () => {
    const book = new NoticeBook(TERMS);
    const entry = { kind: 'later', about: 'shop', since: START, seenAt: START, told: true };
    book.read(JSON.stringify({ entries: [entry], sentAt: [] }), START);
    expect(book.look([], START + 1e6, isMended)).toBeUndefined();
  });

  it('tries a message that reached nobody again a minute later', () => {
    expect(
      told({}, false)
        .during(190, LOST)
        .summary.map(([at]) => at),
    ).toEqual([60, 120, 180]);
  });

  it('continues from the stored state of another process', () => {
    const first = told().during(100, LOST);
    const book = new NoticeBook(TERMS);
    const now = START + 105_000;
    book.read(first.book.write(), now);
    expect(book.look([LOST], now, isMended)).toBeUndefined();
    expect(book.look([], now + 40_000, isMended)?.over).toMatchObject([LOST]);
  });

  it('lets what was not told begin anew where nobody has looked for hours', () => {
    const book = new NoticeBook(TERMS);
    const now = START + 4e6;
    book.read(told().during(30, LOST).book.write(), now);
    expect(book.look([LOST], now, isMended)).toBeUndefined();
    const later = book.look([LOST], now + 60_000, isMended);
    expect(later?.begun).toMatchObject([{ ...LOST, durationMs: 60_000 }]);
  });

  it('tells no end of a kind that was switched off since it was told', () => {
    const role: Trouble = { kind: 'role-missing', about: 'collector' };
    const book = new NoticeBook({ ...TERMS, kinds: new Set(['shedding']) });
    book.read(told().during(100, role).book.write(), START + 100_000);
    expect(book.look([role], START + 200_000, isMended)).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '{"entries":1}'])(
    'begins anew from the unreadable state %j',
    (text) => {
      const book = new NoticeBook(TERMS);
      book.read(text, START);
      expect(book.look([LOST], START, isMended)).toBeUndefined();
    },
  );

  it.each([
    'null',
    '5',
    '{"kind":"source-lost"}',
    '{"kind":"source-lost","about":"b","since":"x","seenAt":1,"told":true}',
    '{"kind":"source-lost","about":"b","bridges":"b","since":1,"seenAt":1,"told":true}',
  ])('goes on from all that can be read, beside %s', (odd) => {
    const kept = JSON.stringify({ ...PAUSED, since: START, seenAt: START, told: true });
    const book = new NoticeBook(TERMS);
    book.read(`{"entries":[${odd},${kept}],"sentAt":[null,"x"]}`, START);
    expect(book.look([], START + 40_000, isMended)?.over).toMatchObject([PAUSED]);
    expect(JSON.parse(book.write())).toMatchObject({ entries: [PAUSED] });
  });

  it('leaves out kinds that are switched off, and survives a clock that is set back', () => {
    expect(told({ kinds: new Set(['shedding']) }).during(900, LOST).summary).toEqual([]);
    const book = new NoticeBook(TERMS);
    book.look([LOST], START + 1e9, isMended);
    book.look([LOST], START, isMended);
    expect(book.look([LOST], START + 60_000, isMended)?.begun).toHaveLength(1);
  });
});
