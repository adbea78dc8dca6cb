import type { PlainJson } from '#bridge';
import { jsonSchemaOf } from '#options';
import type { SpecPath } from './spec-paths.js';

/** The option classes of the source types. */
export interface SourceClasses {
  get(type: string): { readonly Options: new () => object } | undefined;
}

/** The keys of a source type's options that hold secrets. */
const secretKeys = new WeakMap<object, ReadonlySet<string>>();

/**
 * Whether a value of a bridge's spec is a secret: an option whose class says so, the issued report
 * URL, or a text of the source that carries a credential, such as `?token=…` in an address or a
 * login among the first frames. A text that is only a `${VAR}` is none.
 */
export function isSecret(
  value: PlainJson,
  [block, key, ...below]: SpecPath,
  type: PlainJson | undefined,
  sources: SourceClasses,
): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const own = String(value).replace(VARIABLE, '').replace(FETCHED, '');
  if (own === '' || typeof key !== 'string') return false;
  if (block === 'target') return key === 'reportUrl';
  if (block !== 'source' || key === 'type' || key === 'mapping') return false;
  const [within, name] = [key, ...below].slice(-2);
  const isHeader = within === 'headers' && below.length > 0;
  if (isHeader || secretKeysOf(type, sources).has(key)) {
    const isOpen = isHeader && OPEN_HEADERS.test(String(name)) && !carriesSecret(own);
    return !isOpen && !SCHEME_WORD.test(own);
  }
  // Texts in lists and blocks are sent, and addresses go into requests; other options only name
  // things.
  const isSent = below.length > 0 || own.includes('://');
  if (!isSent) return false;
  // `next` of a fetched token holds paths alone.
  const isNamed = !(key === 'token' && below[0] === 'next') && namesSecret(below);
  return carriesSecret(own) || (isNamed && !SCHEME_WORD.test(own));
}

function secretKeysOf(type: PlainJson | undefined, sources: SourceClasses): ReadonlySet<string> {
  const Options = typeof type === 'string' ? sources.get(type)?.Options : undefined;
  if (Options === undefined) return new Set();
  const known = secretKeys.get(Options);
  if (known !== undefined) return known;
  const properties = jsonSchemaOf(Options)['properties'] as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const all = Object.entries(properties).filter(([, schema]) => schema['writeOnly'] === true);
  const keys = new Set(all.map(([key]) => key));
  secretKeys.set(Options, keys);
  return keys;
}

/** Whether a value stands under a name such as `password`. */
function namesSecret(below: SpecPath): boolean {
  const name = below.findLast((one) => typeof one === 'string');
  return name !== undefined && isSecretName(name);
}

/**
 * Whether a key is named as secrets usually are. A test requires option classes to declare such
 * keys.
 */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !OPEN_NAME.test(name);
}

function carriesSecret(text: string): boolean {
  return NAMED.test(text) || SAID.test(text) || USER_INFO.test(text) || hasLongWord(text);
}

/** Random words of keys and tokens are long, and hold letters and digits. */
function hasLongWord(text: string): boolean {
  const words = text.match(/[\w-]{24,}/g) ?? [];
  return words.some((word) => /\d/.test(word) && /[A-Za-z]/.test(word));
}

const VARIABLE = /\$\{[A-Za-z_]\w{0,127}\}/g;
/** The placeholder for a fetched token. */
const FETCHED = /\{\{\s{0,9}token\s{0,9}\}\}/gi;
const SECRET_NAME =
  /token|secret|passw|^pass$|pwd|authorization|cookie|session|credential|signature|jwt|assertion|key$|^code$/i;
/** Public values whose names look like those of secrets. */
const OPEN_NAME = /^(?:public_?key|app_?key|tokenType|token_type|tokenUrl)$/i;
/** The word before a credential in a header. */
const SCHEME_WORD = /^\W*(?:(?:bearer|basic|token|oauth|apikey|key)\W*)?$/i;
const OPEN_HEADERS = /^(?:origin|referer|user-agent|accept|accept-language|cache-control|pragma)$/i;
/** `"token": "…"`, `?access_token=…`, `apiKey: …`, with something behind it. */
const NAMED =
  /(?:token|auth|secret|passw|password|pass|pwd|key|session|cookie|credential|signature|sign|jwt|code)\w{0,64}["']?\s*[:=]\s*\\?["']?[^\s"'\\&]/i;
/** `PASS oauth:…`, `Bearer …`. */
const SAID = /\b(?:pass|bearer|basic)\s+[^\s]{4}|oauth:[^\s]/i;
const USER_INFO = /:\/\/[^/?#@\s]+@/;
