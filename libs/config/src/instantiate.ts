import {
  buildOptions,
  checkOptions,
  intendedScalars,
  isBlock,
  type KeyPath,
  knownKeys,
  type OptionError,
  type Property,
  type Purpose,
  type RepeatedBlocks,
  type ScalarKind,
} from '#options';
import { placeProblem, type FileTree } from './yaml/file-tree.js';
import { suggestedKey, suggestedRegion, suggestedWords } from './values/other-words.js';
import { pathOf, PLAIN_KEY, type Problem } from './checks/problem.js';
import { wideSignsIn } from './yaml/yaml-mistakes.js';

export interface Instantiated<T> {
  readonly instance: T;
  readonly problems: readonly Problem[];
}

/**
 * Makes an instance of a decorated class from a part of the file, and checks it by the class's
 * decorators; unknown keys are problems, too. Every problem has its path and line. Scalars become
 * the declared type of their property: an unquoted id of digits keeps its text, and a `${PORT}`
 * becomes a number if one is wanted.
 */
export function instantiate<T extends object>(
  Class: new () => T,
  plain: Record<string, unknown>,
  place: {
    readonly tree: FileTree;
    readonly path: string;
    readonly purpose: Purpose;
    readonly repeated?: RepeatedBlocks | undefined;
    /**
     * Finds the block to which a key belongs that its own block does not know; `undefined`:
     * unknown.
     */
    readonly homeOf?: KeyHome;
  },
): Instantiated<T> {
  const found: Problem[] = [];
  const at = (path: KeyPath): string => path.reduce<string>(pathOf, place.path);
  const { repeated } = place;
  const instance = buildOptions(Class, plain, {
    repeated,
    settle: (value, property, path) => settle(value, property, () => at(path), place.tree),
    unknown: (key, parent, path) => {
      if (OPEN in parent) return;
      const known = knownKeys(parent.constructor as new () => object);
      const home = place.homeOf?.(key, parent);
      found.push(unknownKey(key, at(path), at(path.slice(0, -1)), known, home));
    },
  });
  const errors = checkOptions(instance, place.purpose, repeated);
  for (const error of errors) collect(error, place.path, found);
  return { instance, problems: found.map((problem) => placeProblem(problem, place.tree)) };
}

/** The block to which an unknown key belongs. */
export type KeyHome = (key: string, block: object) => string | undefined;

/** Marks a class that accepts unknown keys, since an earlier problem explains them. */
export const OPEN = Symbol('takes any keys');

/** Scalars, also those of a list or of a block of any names, become the declared type of their property. */
function settle(
  value: unknown,
  { prototype, key }: Property,
  placeOf: () => string,
  tree: FileTree,
): unknown {
  const { self, items, values } = intendedScalars(prototype, key);
  if (values !== undefined && isBlock(value)) {
    const settled = Object.entries(value).map(([name, one]) => {
      return [name, settledScalar(one, () => pathOf(placeOf(), name), values, tree)] as const;
    });
    return Object.fromEntries(settled);
  }
  if (!Array.isArray(value)) return settledScalar(value, placeOf, self, tree);
  return value.map((item, index) => {
    return settledScalar(item, () => pathOf(placeOf(), index), items, tree);
  });
}

function settledScalar(
  value: unknown,
  placeOf: () => string,
  kind: ScalarKind | undefined,
  tree: FileTree,
): unknown {
  // Most are of their type already: nobody has to know where they stand.
  if (kind === undefined || kind === typeof value) return value;
  const origin = tree.scalars.get(placeOf());
  if (kind === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return origin?.written ?? String(value);
  }
  if (typeof value !== 'string' || origin?.whole !== true) return value;
  if (kind === 'number' && NUMBER.test(value)) return Number(value);
  if (kind === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

function unknownKey(
  key: string,
  path: string,
  parent: string,
  known: ReadonlySet<string>,
  home: string | undefined,
): Problem {
  if (!PLAIN_KEY.test(key)) {
    const wide = wideSignsIn(key);
    if (wide !== undefined) return { path: parent, message: `has a key that is none: ${wide}` };
    if (UNSEEN.test(key)) {
      return {
        path: parent,
        message: 'has a key with a character that nobody sees: write it anew',
      };
    }
    const message = 'has a key that is not a plain name; perhaps a space is missing after a colon';
    return { path: parent, message };
  }
  const meant = home === undefined ? suggestedKey(key, known) : `; ${home}`;
  return { path, message: `is not a known key${meant}` };
}

function collect(error: OptionError, parent: string, problems: Problem[]): void {
  const path = pathOf(parent, error.property);
  const { isDefined, ...constraints } = error.constraints ?? {};
  const [message = isDefined] = Object.values(constraints);
  if (message === undefined) {
    for (const child of error.children ?? []) collect(child, path, problems);
    return;
  }
  const missing = error.value === undefined || error.value === null;
  const expected = message === isDefined ? '' : withoutName(message, error.property);
  const hint = missing ? '' : hintFor(error.value, expected);
  const told = missing ? join('is missing', expected) : expected;
  problems.push({ path, message: `${told}${hint}${whiteSpaceAround(error.value)}` });
}

const UNSEEN = /[\u200b-\u200f\u2060\ufeff\u00ad]/;

/** Secrets from files end in an invisible line break; the value itself is never shown. */
function whiteSpaceAround(value: unknown): string {
  if (typeof value !== 'string') return '';
  if (/^(["']).*\1$/s.test(value)) return '; it has quotes around it that are a part of it';
  if (UNSEEN.test(value.trim())) {
    return '; it holds a character that nobody sees: write it anew';
  }
  if (value === value.trim() || value.trim() === '') return '';
  const start = value.slice(0, value.length - value.trimStart().length);
  const end = value.slice(value.trimEnd().length);
  const places = [start && `begins with ${nameOf(start)}`, end && `ends with ${nameOf(end)}`];
  return `; it ${places.filter((place) => place !== '').join(' and ')}: cut that off`;
}

/**
 * A hint at a likely mistake in a value's format, quotes or characters. Never contains the value.
 */
function hintFor(value: unknown, expected: string): string {
  if (expected === 'must be a block of keys') {
    return Array.isArray(value)
      ? '; take out what makes it a list: "- ", or [ ]'
      : '; write its keys below it, each as "key: value"';
  }
  const around =
    typeof value === 'string' && /^[【［]/.test(value) ? wideSignsIn(value) : undefined;
  if (around !== undefined) return `; ${around}`;
  if (expected.startsWith('must be a list') && !Array.isArray(value)) {
    return isBlock(value) ? '; begin each of them with "- "' : '; write it as a list: [ … ]';
  }
  const words = [value].flat().filter((one) => typeof one === 'string');
  const isListed = expected.startsWith('must be a list of some of');
  const wide = isListed || !Array.isArray(value) ? words.map(wideSignsIn).find(Boolean) : undefined;
  if (wide !== undefined) return `; ${wide}`;
  const meant = meantBy(value, expected);
  if (meant !== '') return meant;
  if (typeof value !== 'string') return '';
  const region = expected.startsWith('must be a region') ? suggestedRegion(value) : '';
  if (region !== '') return region;
  if (/\bws:\/\//.test(expected) && /^https?:\/\//i.test(value)) {
    return '; http is for pages: the address of a chat server or tool begins with ws';
  }
  if (/\bwss:\/\//.test(expected) && /^wss?:\/\/.*#/i.test(value)) {
    return '; write a # in it as %23';
  }
  // An account before an @ may be what is wrong, which has words of its own.
  if (/:\/\//.test(expected) && /^[a-z]+:\/\/[^\s@]+$/i.test(value) && !URL.canParse(value)) {
    return '; it has no host, or a port that is none (1 to 65535)';
  }
  const wantsNumber = /\bnumber\b/.test(expected) && NUMBER.test(value);
  const wantsFlag = /\btrue or false\b/.test(expected) && /^(?:true|false)$/.test(value);
  if (wantsNumber || wantsFlag) return '; take it out of its quotes';
  if (/.[,;]$/.test(value))
    return '; it ends with a comma or semicolon, which YAML does not take off';
  const isAdorned = /\bnumber\b/.test(expected) && ADORNED_NUMBER.test(value);
  return isAdorned ? '; write the number alone, without a unit or commas' : '';
}

/** `10s`, `5 min`, `100,000`, `1_000`. */
const ADORNED_NUMBER = /^-?\d[\d.,_ ]*(?:\p{L}{1,12}|%)?$/u;

const JOINED = ', with commas between';
const LISTED =
  /^must be (?:one of|a list of some of|one or more of) ([^;]+?)(?:, with commas between)?$/;

/** The word of a closed list that was probably meant, if any. */
function meantBy(value: unknown, expected: string): string {
  const [, listed] = LISTED.exec(expected) ?? [];
  const words = listed?.split(', ') ?? [];
  const isJoined = expected.endsWith(JOINED) && typeof value === 'string';
  const given = isJoined ? value.split(',').map((word) => word.trim()) : [value].flat();
  if (words.length === 0) return '';
  const wrong = given.filter((word) => typeof word === 'string' && !words.includes(word));
  return suggestedWords(wrong as string[], words);
}

function join(what: string, expected: string): string {
  return expected === '' ? what : `${what}; it ${expected}`;
}

function nameOf(edge: string): string {
  return /[\r\n]/.test(edge) ? 'a line break' : 'white space';
}

/** class-validator's own messages begin with the property's name, which the path already says. */
function withoutName(message: string, property: string): string {
  if (message.startsWith(`${property} `)) return message.slice(property.length + 1);
  return message.replace(`each value in ${property} `, 'each of its values ');
}
