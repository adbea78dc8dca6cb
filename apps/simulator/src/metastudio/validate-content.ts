import { isRecord, readJson } from './json.js';

const INT_MAX = 2_147_483_647;

/**
 * Checks an event's `content` against the documented form of its type: exactly the documented
 * fields, each of its type. Types other than 1 to 6 are in range but have no documented content, so
 * theirs may be anything.
 * @returns what is wrong; `undefined` if nothing is.
 */
export function contentProblem(type: number | undefined, content: string | undefined) {
  if (type === undefined || type < 1 || type > 6) return undefined;
  // The page gives none for type 5.
  if (content === undefined) return type === 5 ? undefined : 'is missing';
  const parsed = readJson(content);
  if (!isRecord(parsed)) return 'must be the JSON of an object';
  const fields = Object.keys(parsed).length;
  switch (type) {
    case 1:
      if (fields !== 2 || typeof parsed['content'] !== 'string') {
        return 'must hold user and content, a string';
      }
      return userProblem(parsed['user']);
    case 4:
      if (fields !== 2) return 'must hold user and gift';
      return giftProblem(parsed['gift']) ?? userProblem(parsed['user']);
    case 6:
      if (fields !== 1 || !isInt(parsed['numberOfViewers'])) {
        return 'must hold numberOfViewers, an integer';
      }
      return undefined;
    default:
      return fields === 1 ? userProblem(parsed['user']) : 'must hold user alone';
  }
}

function userProblem(user: unknown): string | undefined {
  if (typeof user !== 'object' || user === null) return 'must hold user, an object';
  const { userId, name, level, badge, badgeLevel, ...others } = user as Record<string, unknown>;
  if (typeof userId !== 'string' || userId === '') return 'user.userId must be a string';
  if (typeof name !== 'string') return 'user.name must be a string';
  if (!isInt(level)) return 'user.level must be an integer';
  if (typeof badge !== 'string') return 'user.badge must be a string';
  if (!isInt(badgeLevel)) return 'user.badgeLevel must be an integer';
  return Object.keys(others).length > 0 ? 'user has an unknown field' : undefined;
}

function giftProblem(gift: unknown): string | undefined {
  if (typeof gift !== 'object' || gift === null) return 'must hold gift, an object';
  const { giftName, giftNum, totalValue, giftValue, ...others } = gift as Record<string, unknown>;
  if (typeof giftName !== 'string') return 'gift.giftName must be a string';
  if (!isInt(giftNum)) return 'gift.giftNum must be an integer';
  if (!isInt(totalValue)) return 'gift.totalValue must be an integer';
  if (!isInt(giftValue)) return 'gift.giftValue must be an integer';
  return Object.keys(others).length > 0 ? 'gift has an unknown field' : undefined;
}

function isInt(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= INT_MAX;
}
