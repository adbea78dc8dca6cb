import { NOTICE_KINDS } from '#config';
import { cleanText } from '#live-event';
import type { Notice, NoticeItem } from './notice-book.js';
import { WORDS, type NoticeWords } from './notice-words.js';
import { reasonInChinese } from './reason-words.js';
import { MOMENTARY } from './trouble.js';
import { wayOutOf } from './way-out.js';

/** Messages are read on a telephone, and 企业微信 takes 2048 bytes. */
const ITEMS_MAX = 10;
const BYTES_MAX = 2000;
/** The most bridges of one target that are named. */
const BRIDGES_MAX = 3;

/** What every message says, whatever it tells of. */
export interface NoticeHead {
  readonly language: 'zh' | 'en';
  /** What it begins with. */
  readonly title: string;
  /** Where the process runs that tells: several relays may tell one group. */
  readonly machine: string;
}

/** The text of a notice, in lines. */
export function noticeText({ begun, over }: Notice, head: NoticeHead): string {
  const { language } = head;
  const words = WORDS[language];
  const lines = [
    ...widestFirst(begun).map((item) => `❗ ${beginningOf(item, language)}`),
    ...widestFirst(over).map(
      (item) => `${item.end === 'moot' ? '⚪' : '✅'} ${endingOf(item, words)}`,
    ),
  ];
  const foot = begun.length > 0 ? [words.look] : [];
  for (let shown = Math.min(lines.length, ITEMS_MAX); ; shown--) {
    const more = lines.length - shown;
    const rest = more > 0 ? [words.more(more)] : [];
    const text = [firstLine(head), ...lines.slice(0, shown), ...rest, ...foot].join('\n');
    if (Buffer.byteLength(text) <= BYTES_MAX || shown <= 1) return text;
  }
}

/** Of a message that is too long the last lines are left out: those of single sources, not of Redis. */
function widestFirst(items: readonly NoticeItem[]): NoticeItem[] {
  return NOTICE_KINDS.toReversed().flatMap((kind) => items.filter((one) => one.kind === kind));
}

/** What `notify --test` sends. */
export function testText(head: NoticeHead): string {
  return `${firstLine(head)}\n${WORDS[head.language].test}`;
}

function firstLine({ title, machine }: NoticeHead): string {
  return `${title} · ${cleanText(machine, 64)}`;
}

function beginningOf(item: NoticeItem, language: 'zh' | 'en'): string {
  const words: NoticeWords = WORDS[language];
  const { kind, reason, events = 0, durationMs } = item;
  const wayOut = wayOutOf(item, language);
  return [
    words.begun[kind](nameOf(item, words)),
    reason === undefined || reason === ''
      ? ''
      : words.reason(reasonIn(cleanText(reason, 100), language)),
    events > 0 ? words.events(kind, events) : '',
    MOMENTARY.has(kind) ? '' : words.lasts(durationMs),
    wayOut === undefined ? '' : cleanText(wayOut, 300),
  ]
    .filter((part) => part !== '')
    .join(words.gap);
}

function endingOf(item: NoticeItem, words: NoticeWords): string {
  const says = item.end === 'moot' ? words.moot : words.over[item.kind];
  return says(nameOf(item, words)) + words.gap + words.lasted(item.durationMs);
}

function reasonIn(reason: string, language: 'zh' | 'en'): string {
  return language === 'zh' ? reasonInChinese(reason) : reason;
}

/** People know a bridge by its name; the id of a room is for who looks for it. */
function nameOf({ about, bridges = [] }: NoticeItem, words: NoticeWords): string {
  if (bridges.length === 0) return cleanText(about, 200);
  const some = bridges.slice(0, BRIDGES_MAX).map((bridge) => cleanText(bridge, 64));
  const more = bridges.length > BRIDGES_MAX ? [`+${bridges.length - BRIDGES_MAX}`] : [];
  return words.target([...some, ...more], cleanText(about, 100));
}
