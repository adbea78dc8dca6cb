import { METASTUDIO_REGIONS } from '#metastudio';
import { nearestKey, suggestion } from '#nearest-key';

/** The key that was probably meant: by its name in other tools, else the nearest known one. */
export function suggestedKey(key: string, known: ReadonlySet<string>): string {
  const meant = meantBy(key, KEYS, (word) => known.has(word));
  return meant === undefined ? suggestion(key, known) : `; did you mean ${meant}?`;
}

/** The words of a closed list that were probably meant by unknown ones. */
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
  others: ReadonlyMap<string, readonly string[]>,
  isKnown: (word: string) => boolean,
): string | undefined {
  if (said.length > SAID_LENGTH_MAX) return undefined;
  return others.get(said.toLowerCase().replace(/[_-]/g, ''))?.find(isKnown);
}

const SAID_LENGTH_MAX = 64;

/** Keys as Huawei's SDKs and other tools call them; of several the first that its block has. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ak', ['accessKey', 'accessKeyId']],
  ['sk', ['secretKey', 'accessKeySecret']],
  ['accesskeyid', ['accessKey']],
  ['secretaccesskey', ['secretKey']],
  ['accesskeysecret', ['secretKey']],
  ['room', ['roomId']],
  ['job', ['jobId']],
  ['username', ['user', 'uniqueId', 'channel', 'name']],
  ['nickname', ['name']],
  ['nick', ['name']],
  ['account', ['domain']],
  ['domainname', ['domain']],
  ['pwd', ['password']],
  ['address', ['url']],
  ['addr', ['url']],
  ['uri', ['url']],
  ['num', ['count']],
  ['amount', ['count', 'totalValue']],
  ['price', ['unitValue']],
  ['every', ['everySeconds']],
  ['interval', ['everySeconds']],
]);

/** Regions as Huawei Cloud's console calls them. */
const REGIONS: readonly (readonly [RegExp, string])[] = [
  [/北京四|beijing ?4/i, 'cn-north-4'],
  [/上海一|shanghai ?1/i, 'cn-east-3'],
];

/** Names that platforms and their tools use for the events. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    comment: ['danmaku', 'danmu', 'chat', 'message', '弹幕', '评论'],
    enter: ['join', 'member', '进场', '入场'],
    like: ['点赞'],
    gift: ['礼物', 'donation', 'superchat'],
    follow: ['subscribe', '关注'],
    viewers: ['online', '在线人数'],
  }).flatMap(([type, words]) => words.map((word) => [word, [type]] as const)),
);
