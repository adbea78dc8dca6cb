import { METASTUDIO_REGIONS } from '#metastudio';
import { nearestKey, suggestion } from '#nearest-key';

/** The key that was probably meant: what other tools call it, else the nearest known one. */
export function suggestedKey(key: string, known: ReadonlySet<string>): string {
  const meant = meantBy(key, KEYS, (word) => known.has(word));
  return meant === undefined ? suggestion(key, known) : `; did you mean ${meant}?`;
}

/** The words of a closed list that were probably meant by some that are not on it. */
export function suggestedWords(given: readonly string[], words: readonly string[]): string {
  const meant = given.map((word) => suggestedType(word, words));
  const known = new Set(meant.filter((word) => word !== undefined));
  return known.size === 0 ? '' : `; did you mean ${[...known].join(', ')}?`;
}

/** The type of event that was probably meant. */
export function suggestedType(word: string, types: readonly string[]): string | undefined {
  return meantBy(word, WORDS, (one) => types.includes(one)) ?? nearestKey(word, types);
}

/** The region that was probably meant. */
export function suggestedRegion(said: string): string {
  const plain = said.toLowerCase().replace(/[\s_.,;。，；]+$/u, '');
  const meant =
    REGIONS.find(([name]) => name.test(said))?.[1] ?? nearestKey(plain, METASTUDIO_REGIONS);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function meantBy(
  said: string,
  others: ReadonlyMap<string, string>,
  isKnown: (word: string) => boolean,
): string | undefined {
  if (said.length > SAID_LENGTH_MAX) return undefined;
  const meant = others.get(said.toLowerCase().replace(/[_-]/g, ''));
  return meant !== undefined && isKnown(meant) ? meant : undefined;
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

/** Regions as Huawei Cloud's console calls them. */
const REGIONS: readonly (readonly [RegExp, string])[] = [
  [/北京四|beijing ?4/i, 'cn-north-4'],
  [/上海一|shanghai ?1/i, 'cn-east-3'],
];

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
