import { suggestion } from '#nearest-key';

/** The key that was probably meant: what other tools call it, else the nearest known one. */
export function suggestedKey(key: string, known: ReadonlySet<string>): string {
  return meantBy(key, KEYS, (word) => known.has(word)) ?? suggestion(key, known);
}

/** The word of a closed list that was probably meant. */
export function suggestedWord(word: string, words: readonly string[]): string {
  return meantBy(word, WORDS, (one) => words.includes(one)) ?? suggestion(word, words);
}

function meantBy(
  said: string,
  others: ReadonlyMap<string, string>,
  isKnown: (word: string) => boolean,
): string | undefined {
  if (said.length > SAID_LENGTH_MAX) return undefined;
  const meant = others.get(said.toLowerCase().replace(/[_-]/g, ''));
  return meant !== undefined && isKnown(meant) ? `; did you mean ${meant}?` : undefined;
}

const SAID_LENGTH_MAX = 64;

/** Keys as Huawei's SDKs and other tools call them. */
const KEYS = new Map([
  ['ak', 'accessKey'],
  ['sk', 'secretKey'],
  ['accesskeyid', 'accessKey'],
  ['secretaccesskey', 'secretKey'],
  ['accesskeysecret', 'secretKey'],
  ['room', 'roomId'],
  ['job', 'jobId'],
  ['username', 'user'],
  ['account', 'domain'],
  ['domainname', 'domain'],
  ['pwd', 'password'],
  ['address', 'url'],
  ['addr', 'url'],
  ['uri', 'url'],
]);

/** What platforms and their tools call the events. */
const WORDS = new Map([
  ['danmaku', 'comment'],
  ['danmu', 'comment'],
  ['chat', 'comment'],
  ['message', 'comment'],
  ['弹幕', 'comment'],
  ['评论', 'comment'],
  ['join', 'enter'],
  ['member', 'enter'],
  ['进场', 'enter'],
  ['点赞', 'like'],
  ['礼物', 'gift'],
  ['donation', 'gift'],
  ['superchat', 'gift'],
  ['subscribe', 'follow'],
  ['关注', 'follow'],
  ['online', 'viewers'],
]);
