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
 * Whether the value of a bridge's spec is a secret: what its option class says is one, the issued
 * report URL, and texts of the source that carry a credential, such as `?token=…` in an address or a
 * login among the frames that are sent first. A text that is a `${VAR}` and no more is none.
 */
export function isSecret(
  value: PlainJson,
  [block, key, ...below]: SpecPath,
  type: PlainJson | undefined,
  sources: SourceClasses,
): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const own = String(value).replace(VARIABLE, '');
  if (own === '' || typeof key !== 'string') return false;
  if (block === 'target') return key === 'reportUrl';
  if (block !== 'source' || key === 'type' || key === 'mapping') return false;
  if (secretKeysOf(type, sources).has(key)) {
    const isOpen = key === 'headers' && OPEN_HEADERS.test(String(below[0])) && !carriesSecret(own);
    return !isOpen && !SCHEME_WORD.test(own);
  }
  // A name is what it is; a text in a list or a block is sent, and an address goes into a request.
  const isSent = below.length > 0 || own.includes('://');
  return isSent && carriesSecret(own);
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

function carriesSecret(text: string): boolean {
  return NAMED.test(text) || SAID.test(text) || USER_INFO.test(text) || hasLongWord(text);
}

/** Random words of keys and tokens are long, and hold letters and digits. */
function hasLongWord(text: string): boolean {
  const words = text.match(/[\w-]{24,}/g) ?? [];
  return words.some((word) => /\d/.test(word) && /[A-Za-z]/.test(word));
}

const VARIABLE = /\$\{[A-Za-z_]\w{0,127}\}/g;
/** What stands before a credential in a header. */
const SCHEME_WORD = /^\W*(?:bearer|basic|token|oauth|apikey|key)?\W*$/i;
const OPEN_HEADERS = /^(?:origin|referer|user-agent|accept|accept-language|cache-control|pragma)$/i;
/** `"token": "…"`, `?access_token=…`, `apiKey: …`, with something behind it. */
const NAMED =
  /(?:token|auth|secret|passw|password|pass|pwd|key|session|cookie|credential|signature|sign|jwt|code)\w*["']?\s*[:=]\s*\\?["']?[^\s"'\\&]/i;
/** `PASS oauth:…`, `Bearer …`. */
const SAID = /\b(?:pass|bearer|basic)\s+[^\s]{4}|oauth:[^\s]/i;
const USER_INFO = /:\/\/[^/?#@\s]+@/;
