import { BoundedMap } from '#bounded-map';
import { nearestKey } from '#nearest-key';
import { eventTime, type MappingMistake } from '#source';

/** The possible mistakes in a plain event; the page of `push` explains how to correct each. */
export const PLAIN_MISTAKES = [
  'missing-field',
  'unknown-field',
  'no-user',
  'bad-object',
  'bad-number',
  'bad-text',
  'bad-time',
] as const;

type Fields = Readonly<Record<string, unknown>>;

const TEXT_ZH = ['内容', '文本', '弹幕', '消息', '评论', '弹幕内容'];
const USER_ZH = ['userid', '用户', '观众', '用户名', '昵称'];
const VIEWERS_ZH = ['numberofviewers', '人数', '在线人数', '观看人数', '观众数'];
const COUNTS = ['num', 'number', 'amount', 'quantity', 'qty', 'giftnum', 'giftcount', 'times'];

/** Names that other systems use for our fields, in lower case without separators. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    type: [
      'event',
      'eventtype',
      'kind',
      'action',
      'op',
      'cmd',
      'msgtype',
      '类型',
      '事件',
      '事件类型',
    ],
    text: ['content', 'message', 'msg', 'comment', 'body', 'words', 'chat', ...TEXT_ZH],
    time: ['timestamp', 'ts', 'createdat', 'createtime', 'sendtime', 'eventtime', 'date', '时间'],
    user: ['author', 'sender', 'from', 'viewer', 'username', 'nickname', 'nick', 'uid', ...USER_ZH],
    'user.id': ['uid', 'userid', 'openid', 'uuid', '用户id'],
    'user.name': ['username', 'nick', 'nickname', 'displayname', 'login', '昵称', '名字', '用户名'],
    'user.level': ['userlevel', 'lv', '等级'],
    'user.badge': ['badgename', 'medal', 'medalname', '牌子', '粉丝牌'],
    'user.badgeLevel': ['medallevel', 'fanslevel', '牌子等级'],
    gift: ['giftname', 'giftid', 'present', 'donation', '礼物', '礼物名'],
    'gift.name': ['giftname', 'title', 'label', '名称', '礼物名', '礼物名称'],
    'gift.count': [...COUNTS, '数量', '礼物数', '礼物数量', '个数'],
    'gift.unitValue': ['price', 'value', 'giftvalue', 'unitprice', 'coins', '单价', '价值', '价格'],
    'gift.totalValue': ['total', 'totalprice', 'totalcoins', '总价', '总价值'],
    viewers: ['count', 'online', 'number', 'viewercount', 'total', 'value', ...VIEWERS_ZH],
  }).flatMap(([field, names]) => names.map((name) => [`${field} ${name}`, field] as const)),
);

const ABOUT = ['type', 'id', 'time', 'platform', 'user', 'text', 'gift', 'combo', 'viewers'];
const OF_USER = ['id', 'name', 'level', 'badge', 'badgeLevel', 'guard'];
const OF_GIFT = ['name', 'id', 'count', 'unitValue', 'totalValue'];
const OF_COMBO = ['key', 'count', 'end'];
const FIELD_LENGTH_MAX = 64;

/**
 * All mistakes in a plain event of a known type that its sender must correct; such an event is
 * skipped.
 */
export function plainMistakes(message: object): MappingMistake[] {
  const event = message as Fields;
  const { type } = event;
  if (!isThere(type) && event['event'] !== 'raw') return [missing(event, '', 'type', ABOUT)];
  const needs = typeof type === 'string' ? NEEDS.get(type) : undefined;
  if (needs === undefined) return [];
  const mistakes: MappingMistake[] = [];
  needs(event, mistakes);
  const { time } = event;
  if (!isThere(time)) {
    checkAbsent(event, '', 'time', ABOUT, mistakes, true);
  } else if (eventTime(time) === undefined) {
    mistakes.push({ problem: 'bad-time', field: 'time' });
  }
  checkWord(event, '', 'id', mistakes);
  return mistakes;
}

type Check = (event: Fields, mistakes: MappingMistake[]) => void;

const NEEDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'comment',
    (event, mistakes) => {
      checkUser(event, mistakes);
      checkText(event, mistakes, true);
    },
  ],
  ['enter', checkUser],
  ['like', checkUser],
  ['follow', checkUser],
  [
    'gift',
    (event, mistakes) => {
      checkUser(event, mistakes);
      checkText(event, mistakes, false);
      checkGift(event, mistakes);
    },
  ],
  [
    'viewers',
    (event, mistakes) => {
      if (isThere(event['viewers'])) checkNumber(event, 'viewers', mistakes);
      else mistakes.push(missing(event, '', 'viewers', ABOUT));
    },
  ],
]);

function checkUser(event: Fields, mistakes: MappingMistake[]): void {
  const { user } = event;
  if (!isThere(user)) {
    mistakes.push({ ...missing(event, '', 'user', ABOUT), problem: 'no-user' });
  } else if (!isObject(user)) {
    mistakes.push({ problem: 'bad-object', field: 'user' });
  } else if (!isThere(user['id']) && !isThere(user['name'])) {
    mistakes.push({ ...missing(user, 'user.', 'id', OF_USER, 'name'), problem: 'no-user' });
  } else {
    for (const name of ['id', 'name', 'badge']) checkWord(user, 'user.', name, mistakes);
    for (const name of ['id', 'name', 'level', 'badge', 'badgeLevel']) {
      checkAbsent(user, 'user.', name, OF_USER, mistakes, true);
    }
  }
}

function checkText(event: Fields, mistakes: MappingMistake[], isNeeded: boolean): void {
  const { text } = event;
  if (!isThere(text)) {
    if (isNeeded) mistakes.push(missing(event, '', 'text', ABOUT));
  } else if (typeof text !== 'string' && typeof text !== 'number') {
    mistakes.push({ problem: 'bad-text', field: 'text' });
  }
}

function checkGift(event: Fields, mistakes: MappingMistake[]): void {
  const { gift, combo } = event;
  if (!isThere(gift)) {
    mistakes.push(missing(event, '', 'gift', ABOUT));
  } else if (!isObject(gift)) {
    mistakes.push({ problem: 'bad-object', field: 'gift' });
  } else {
    if (!isThere(gift['name']) && !isThere(gift['id'])) {
      mistakes.push(missing(gift, 'gift.', 'name', OF_GIFT, 'id'));
    }
    checkWord(gift, 'gift.', 'name', mistakes);
    for (const name of ['count', 'unitValue', 'totalValue']) {
      checkNumber(gift, name, mistakes, 'gift.');
      // Its sum would be wrong: such a gift is skipped.
      checkAbsent(gift, 'gift.', name, OF_GIFT, mistakes, false);
    }
    if (isNumber(gift['count']) && Number(gift['count']) < 0) {
      mistakes.push({ problem: 'bad-number', field: 'gift.count' });
    }
    const beside = ['count', ...COUNTS].find((key) => isNumber(event[key]));
    if (beside !== undefined && !isThere(gift['count']) && !isThere(combo)) {
      mistakes.push({ problem: 'unknown-field', field: beside, nearest: 'gift.count' });
    }
  }
  if (!isThere(combo)) return;
  if (!isObject(combo)) {
    mistakes.push({ problem: 'bad-object', field: 'combo' });
    return;
  }
  checkNumber(combo, 'count', mistakes, 'combo.');
  if (!isThere(combo['key'])) mistakes.push(missing(combo, 'combo.', 'key', OF_COMBO));
}

/** Checks an optional text, which may also be a number. */
function checkWord(of: Fields, within: string, name: string, mistakes: MappingMistake[]): void {
  const value = of[name];
  if (!isThere(value) || typeof value === 'string' || typeof value === 'number') return;
  mistakes.push({ problem: 'bad-text', field: within + name });
}

/** Reports an optional field that is there under another name, which would be ignored silently. */
function checkAbsent(
  of: Fields,
  within: string,
  name: string,
  known: readonly string[],
  mistakes: MappingMistake[],
  isTaken: boolean,
): void {
  if (isThere(of[name])) return;
  const meant = missing(of, within, name, known);
  if (meant.problem === 'unknown-field') mistakes.push(isTaken ? { ...meant, isTaken } : meant);
}

function checkNumber(of: Fields, name: string, mistakes: MappingMistake[], within = ''): void {
  const value = of[name];
  if (!isThere(value) || isNumber(value)) return;
  mistakes.push({ problem: 'bad-number', field: within + name });
}

/** Reports a missing field, or the one that was probably meant to be it. */
function missing(
  of: Fields,
  within: string,
  name: string,
  known: readonly string[],
  orElse = name,
): MappingMistake {
  for (const key of Object.keys(of).slice(0, KEYS_MAX)) {
    if (known.includes(key)) continue;
    const like = likenessOf(key, within, known);
    for (const wanted of orElse === name ? [name] : [name, orElse]) {
      const isMeant =
        OTHER_NAMES.has(`${within}${wanted} ${like.plain}`) || like.nearest === wanted;
      if (!isMeant) continue;
      const field = `${within}${key}`.slice(0, FIELD_LENGTH_MAX);
      return { problem: 'unknown-field', field, nearest: within + wanted };
    }
  }
  return { problem: 'missing-field', field: within + name };
}

const KEYS_MAX = 100;

/** What a key is like. */
interface Likeness {
  /** In lower case, without separators. */
  readonly plain: string;
  /** The known field that is nearest to it. */
  readonly nearest: string | undefined;
}

/** By the place of a key: a sender has the same keys in every event, and to compare them takes long. */
const LIKENESSES = new BoundedMap<string, Likeness>(1000);

function likenessOf(key: string, within: string, known: readonly string[]): Likeness {
  if (key.length > FIELD_LENGTH_MAX) return LIKE_NONE;
  // A key may hold a dot, too.
  const place = `${within}\n${key}`;
  const kept = LIKENESSES.get(place);
  if (kept !== undefined) return kept;
  const plain = key.toLowerCase().replaceAll(/[_-]/gu, '');
  const like = { plain, nearest: nearestKey(key, known) };
  LIKENESSES.set(place, like);
  return like;
}

const LIKE_NONE: Likeness = { plain: '', nearest: undefined };

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return (
    typeof value === 'string' && value.length < FIELD_LENGTH_MAX && /^-?\d+(?:\.\d+)?$/u.test(value)
  );
}
