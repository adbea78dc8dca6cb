import type { Environment } from '#config';
import { isLoopback } from '#loopback';

/** A value that must not be shown, and its replacement. */
interface Known {
  readonly value: string;
  readonly name: string;
}

/** Shorter values are ordinary words: `on`, `3000`. */
const LENGTH_MIN = 4;
const DEPTH_MAX = 64;
const NUMBER_MIN = 1e6;

/**
 * Removes from texts every value of the file and of the environment, also where it is encoded (URL,
 * base64, JSON), and anything that looks like a secret. In place of a value it puts where that stands.
 */
export class Redactor {
  readonly #known: readonly Known[];

  /**
   * @param file the configuration before and after its variables were filled in.
   * @param names values that are no secrets and may be shown: words of the program.
   */
  constructor(file: readonly unknown[], environment: Environment, names: ReadonlySet<string>) {
    const values = new Map<string, string>();
    const keep = (value: string, name: string): void => {
      for (const form of formsOf(value)) {
        if (form.length >= LENGTH_MIN && !names.has(form) && !values.has(form)) {
          values.set(form, `<${name}>`);
        }
      }
    };
    for (const [name, value] of Object.entries(environment)) {
      if (value !== undefined && isOurs(name)) keep(value, name);
    }
    for (const tree of file) walk(tree, '', keep);
    // The longest first: a value may be a part of another one.
    const known = Array.from(values, ([value, name]) => ({ value, name }));
    this.#known = known.sort((one, other) => other.value.length - one.value.length);
  }

  text(text: string): string {
    let told = text;
    for (const { value, name } of this.#known) told = told.replaceAll(value, name);
    for (const [pattern, instead] of PATTERNS) told = told.replace(pattern, instead);
    return told;
  }

  /** A copy with every text in it redacted, its keys included. */
  tree(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return value;
    if (Array.isArray(value)) return value.map((one) => this.tree(one, depth + 1));
    const entries = Object.entries(value).map(([key, one]) => {
      return [this.text(key), this.tree(one, depth + 1)] as const;
    });
    return Object.fromEntries(entries);
  }
}

/**
 * Whether a variable is the relay's. Others, such as PATH, are the machine's, and their values are
 * not looked for.
 */
function isOurs(name: string): boolean {
  return !MACHINE.has(name);
}

const MACHINE: ReadonlySet<string> = new Set([
  'PATH',
  'LANG',
  'LC_ALL',
  'TERM',
  'SHLVL',
  'PWD',
  // The relay's own variables that hold no secret.
  'PORT',
  'LOG_LEVEL',
  'RELAY_ROLES',
  'RELAY_METRICS_BRIDGES',
  'RELAY_HOST',
  'RELAY_CONFIG',
]);

function walk(value: unknown, path: string, keep: (value: string, name: string) => void): void {
  if (typeof value === 'string') keep(value, path);
  // Smaller numbers are limits; ids of rooms and accounts are larger.
  else if (typeof value === 'number' && value >= NUMBER_MIN) keep(String(value), path);
  else if (Array.isArray(value)) value.forEach((one, i) => walk(one, `${path}[${i}]`, keep));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      // A mapping holds names of a platform's fields, which are public.
      if (key === 'mapping') continue;
      walk(one, path === '' ? key : `${path}.${key}`, keep);
    }
  }
}

/** A value and its encoded forms; for an address, its parts as well. */
function formsOf(value: string): string[] {
  const parts = URL.canParse(value) ? partsOf(new URL(value)) : [];
  return [value, ...parts].flatMap((one) => [
    one,
    encoded(one),
    JSON.stringify(one).slice(1, -1),
    ...(one.length < BASE64_MIN ? [] : base64Of(one)),
  ]);
}

function partsOf({ host, hostname, username, password, pathname, search }: URL): string[] {
  const query = [...new URLSearchParams(search).values()];
  const segments = pathname.split('/').filter((one) => one.length >= SEGMENT_MIN);
  const accounts = [username, password].map((one) => decoded(one));
  return [host, hostname, username, password, ...accounts, ...query, ...segments].filter(
    (one) => one !== '' && !isLoopback(one),
  );
}

const SEGMENT_MIN = 6;
const BASE64_MIN = 6;

/** A lone surrogate cannot be encoded. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Its base64 at each of the three alignments, without the letters that depend on its neighbours.
 */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.toString('base64').replace(/=+$/u, '');
    const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Patterns of secrets, wherever they come from. */
const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/(\b[a-z][a-z0-9+.-]{0,15}:\/\/)[^\s/@"'\\]*@/giu, '$1<account>@'],
  [/(\b[a-z][a-z0-9+.-]{0,15}:\/\/[^\s?"'\\]{0,2048})\?[^\s"'\\]*/giu, '$1?<query>'],
  [/\b(bearer|basic|oauth:?)\s*[\w.~+/=-]{8,}/giu, '$1 <credential>'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gu, '<token>'],
  [
    /\b(\w*(?:secret|token|password|passwd|api[_-]?key|auth[_-]?key))(["']?\s*[=:]\s*["']?)[^\s"'&,;}]{4,}/giu,
    '$1$2<secret>',
  ],
];
