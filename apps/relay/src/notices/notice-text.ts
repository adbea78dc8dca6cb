import { cleanText } from '#live-event';
import type { Notice, NoticeItem } from './notice-book.js';
import { WORDS, type NoticeWords } from './notice-words.js';

/** Messages are read on a telephone, and 企业微信 takes 2048 bytes. */
const ITEMS_MAX = 10;
const BYTES_MAX = 2000;

/** The text of a notice, in lines. Every message begins with the title. */
export function noticeText(
  { begun, over }: Notice,
  { language, title }: { readonly language: 'zh' | 'en'; readonly title: string },
): string {
  const words = WORDS[language];
  const lines = [
    ...begun.map((item) => `❗ ${sentenceOf(item, words, false)}`),
    ...over.map((item) => `✅ ${sentenceOf(item, words, true)}`),
  ];
  const foot = begun.length > 0 ? [words.look] : [];
  for (let shown = Math.min(lines.length, ITEMS_MAX); ; shown--) {
    const more = lines.length - shown;
    const rest = more > 0 ? [words.more(more)] : [];
    const text = [title, ...lines.slice(0, shown), ...rest, ...foot].join('\n');
    if (Buffer.byteLength(text) <= BYTES_MAX || shown <= 1) return text;
  }
}

/** What `notify --test` sends. */
export function testText(options: {
  readonly language: 'zh' | 'en';
  readonly title: string;
}): string {
  return `${options.title}\n${WORDS[options.language].test}`;
}

function sentenceOf(item: NoticeItem, words: NoticeWords, isOver: boolean): string {
  const { kind, about, reason, wayOut, events = 0, durationMs } = item;
  const name = cleanText(about, 200);
  if (isOver) return `${words.over[kind](name)} ${words.lasted(durationMs)}`;
  return [
    words.begun[kind](name),
    reason === undefined || reason === '' ? '' : words.reason(cleanText(reason, 100)),
    events > 0 ? words.events(kind, events) : '',
    words.lasts(durationMs),
    wayOut === undefined ? '' : cleanText(wayOut, 300),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
