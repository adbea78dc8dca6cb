/**
 * STT, the text format of Douyu's messages: `key@=value/`, in which `@` is written `@A` and `/` is
 * written `@S`.
 */

/** The most fields of a message that are read. */
export const STT_FIELDS_MAX = 512;

/** Writes a message in STT. */
export function writeStt(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${escaped(name)}@=${escaped(value)}/`)
    .join('');
}

/** The value of `type`, found without reading the rest; `undefined` if there is none. */
export function typeOf(message: string): string | undefined {
  const start = message.startsWith(TYPE) ? 0 : message.indexOf(`/${TYPE}`) + 1;
  if (start === 0 && !message.startsWith(TYPE)) return undefined;
  const from = start + TYPE.length;
  const end = message.indexOf('/', from);
  return unescaped(message.slice(from, end === -1 ? message.length : end));
}

/** The fields of a message, by name; the first of equal names counts. */
export function readStt(message: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < message.length && fields.size < STT_FIELDS_MAX;) {
    const slash = message.indexOf('/', at);
    const end = slash === -1 ? message.length : slash;
    const mark = message.indexOf(MARK, at);
    // If no later mark exists, the search is not repeated for each of the next fields.
    if (mark === -1) break;
    if (mark < end) {
      const name = unescaped(message.slice(at, mark));
      if (!fields.has(name)) fields.set(name, unescaped(message.slice(mark + MARK.length, end)));
      at = end + 1;
    } else {
      at = Math.max(end + 1, message.lastIndexOf('/', mark) + 1);
    }
  }
  return fields;
}

function escaped(text: string): string {
  return text.replaceAll('@', '@A').replaceAll('/', '@S');
}

/** In one pass: `@AS` is `@S`, not `/`. */
function unescaped(text: string): string {
  return text.includes('@') ? text.replace(ESCAPED, (code) => (code === '@S' ? '/' : '@')) : text;
}

const TYPE = 'type@=';
const MARK = '@=';
const ESCAPED = /@[AS]/g;
