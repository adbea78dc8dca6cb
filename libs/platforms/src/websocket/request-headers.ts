import { Checked, scalarOf } from '#options';

/** The most headers of a request. */
const HEADERS_MAX = 32;
const HEADER_VALUE_MAX = 8192;

/** Additional HTTP headers of a WebSocket's request. Messages never quote a value. */
export function IsRequestHeaders(): PropertyDecorator {
  const checked = Checked(problemOf, {
    schema: { type: 'object', maxProperties: HEADERS_MAX, writeOnly: true },
  });
  // As it is written: a number has no zeros before it, and only so many digits.
  const texts = scalarOf('values', 'string');
  return (target, key) => {
    checked(target, key);
    texts(target, key);
  };
}

function problemOf(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return 'must be a block of names and values';
  }
  const entries = Object.entries(headers);
  if (entries.length > HEADERS_MAX) return `must have at most ${HEADERS_MAX} headers`;
  for (const [index, [name, value]] of entries.entries()) {
    const number = `number ${index + 1}`;
    if (!NAME.test(name)) return `must have names of letters, digits and -; ${number} is none`;
    if (OURS.test(name)) return `must leave the headers of the WebSocket itself to us; ${number}`;
    if (!isHeaderValue(value)) {
      return `must have values of at most ${HEADER_VALUE_MAX} ASCII characters; ${number} has another`;
    }
  }
  return undefined;
}

function isHeaderValue(value: unknown): boolean {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.length <= HEADER_VALUE_MAX && VALUE.test(text);
}

const NAME = /^[\w!#$%&'*+.^`|~-]{1,128}$/;
const OURS = /^(?:connection|upgrade|sec-websocket-.*|content-length|transfer-encoding)$/i;
const VALUE = /^[\t -~]*$/;
