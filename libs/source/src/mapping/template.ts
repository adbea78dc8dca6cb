import { parseJson } from './parse-json.js';
import { textForm } from './rules/rule-conditions.js';

/** The value of a `{{name}}`; `undefined` if there is none. */
export type Lookup = (name: string) => unknown;

/** Makes a text from the values of a look-up. */
type Made = (lookup: Lookup) => unknown;

/**
 * A text or JSON to send, with `{{name}}` for values. In JSON, a text that is only `{{name}}`
 * becomes the value itself, and a `{{name}}` within a text becomes text: whatever the value holds,
 * it cannot leave its place. A text that is not JSON takes the values as texts.
 */
export class Template {
  readonly #make: Made;

  /** @param written a text, or a JSON value. */
  constructor(written: unknown) {
    const document = typeof written === 'string' ? structureOf(written) : written;
    const text = typeof written === 'string' && document === undefined ? written : undefined;
    this.#make = text === undefined ? jsonOf(madeOf(document)) : madeOfText(text);
  }

  make(lookup: Lookup): string {
    return this.#make(lookup) as string;
  }
}

/** The names between `{{` and `}}`, anywhere in what is written. */
export function namesIn(written: unknown): readonly string[] {
  const text = typeof written === 'string' ? written : (JSON.stringify(written) ?? '');
  return [...text.matchAll(HOLE)].map(([, name]) => name!.trim());
}

/** Objects and arrays only: a bare word or number is a text. */
function structureOf(text: string): unknown {
  const document = parseJson(text);
  return typeof document === 'object' && document !== null ? document : undefined;
}

function jsonOf(made: Made): Made {
  return (lookup) => JSON.stringify(made(lookup));
}

function madeOf(value: unknown): Made {
  if (typeof value === 'string') return madeOfValue(value);
  if (Array.isArray(value)) {
    const items = value.map(madeOf);
    return (lookup) => items.map((item) => item(lookup));
  }
  if (typeof value !== 'object' || value === null) return () => value;
  const entries = Object.entries(value).map(([key, item]) => [key, madeOf(item)] as const);
  return (lookup) => Object.fromEntries(entries.map(([key, item]) => [key, item(lookup)]));
}

function madeOfValue(text: string): Made {
  const [, name] = WHOLE.exec(text) ?? [];
  return name === undefined ? madeOfText(text) : (lookup) => scalarOf(lookup(name.trim()));
}

function madeOfText(text: string): Made {
  if (!text.includes('{{')) return () => text;
  return (lookup) => text.replace(HOLE, (_, name: string) => shortText(lookup(name.trim())));
}

/**
 * Only short scalars of a server's message are sent back to it: no array, no object, no long text.
 */
function scalarOf(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? value : shortText(value) || null;
}

function shortText(value: unknown): string {
  return (textForm(value) ?? '').slice(0, VALUE_LENGTH_MAX);
}

const VALUE_LENGTH_MAX = 4096;

const HOLE = /\{\{([^{}]{1,256})\}\}/g;
const WHOLE = /^\{\{([^{}]{1,256})\}\}$/;
