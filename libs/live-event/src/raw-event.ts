import { fieldsOf } from './fields-of.js';
import { EVENT_CLASSES } from './event-class.js';
import { RAW_CONTENT_BYTES_MAX, RAW_TYPE_MAX } from './limits.js';
import type { EventClass, RawEvent } from './live-event.js';

/** A raw event as its sender describes it, unchecked. */
export interface RawContent {
  /** MetaStudio's number, or a text that holds it. */
  readonly type: unknown;
  /** A JSON text, which is kept unchanged; or any other value, which is written as JSON. */
  readonly content: unknown;
  readonly class?: unknown;
}

/** Why it is not a raw event. */
export type RawProblem =
  /** The type is no whole number from 0 to 100. */
  | 'bad-type'
  /** There is no content. */
  | 'no-content'
  /** The content is a text that is not JSON, or a value that JSON cannot express. */
  | 'content-not-json'
  /** The content is larger than {@link RAW_CONTENT_BYTES_MAX}. */
  | 'content-too-long'
  /** The class is none of the three. */
  | 'bad-class';

/** Makes a {@link RawEvent} from a sender's description, or returns all its problems. */
export function makeRawEvent(raw: RawContent): RawEvent | readonly RawProblem[] {
  const code = codeOf(raw.type);
  const eventClass = classOf(raw.class);
  const content = contentOf(raw.content);
  const problems: RawProblem[] = [];
  if (code === undefined) problems.push('bad-type');
  if (typeof content !== 'object') problems.push(content);
  if (eventClass === undefined) problems.push('bad-class');
  if (code === undefined || typeof content !== 'object' || eventClass === undefined) {
    return problems;
  }
  const { text, value } = content;
  return { type: 'raw', code, content: text, class: eventClass, ...told(value) };
}

function codeOf(type: unknown): number | undefined {
  const code = typeof type === 'string' && /^\d{1,3}$/u.test(type) ? Number(type) : type;
  if (typeof code !== 'number' || !Number.isInteger(code)) return undefined;
  return code >= 0 && code <= RAW_TYPE_MAX ? code : undefined;
}

function classOf(name: unknown): EventClass | undefined {
  if (name === undefined || name === null || name === '') return 'chat';
  return EVENT_CLASSES.find((one) => one === name);
}

type Content = { readonly text: string; readonly value: unknown };

function contentOf(content: unknown): Content | Exclude<RawProblem, 'bad-type' | 'bad-class'> {
  if (content === undefined || content === null || content === '') return 'no-content';
  try {
    // JSON.stringify throws on values that are nested too deep, JSON.parse on text that is not
    // JSON.
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    if (Buffer.byteLength(text) > RAW_CONTENT_BYTES_MAX) return 'content-too-long';
    return { text, value: typeof content === 'string' ? (JSON.parse(text) as unknown) : content };
  } catch {
    return 'content-not-json';
  }
}

/** The user and the text, if the content has them in the documented form. */
function told(value: unknown): Pick<RawEvent, 'user' | 'text'> {
  const { user, content } = fieldsOf(value);
  const { userId, name } = fieldsOf(user);
  const isTold = typeof userId === 'string' || typeof name === 'string';
  return {
    ...(isTold ? { user: { userId: textIn(userId), name: textIn(name) } } : {}),
    ...(typeof content === 'string' ? { text: content } : {}),
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
