import { isRecord } from './json.js';

/** Where the connection is cut: `after-accept` and `mid-response` accept the events, then fail. */
export type ResetPoint = 'before' | 'mid-request' | 'mid-response' | 'after-accept';

/** What fails, for which requests, and for how long. Every field is optional. */
export interface FaultSetup {
  /** Which requests: reports (the default), the management calls, or both. */
  readonly on?: 'report' | 'manage' | 'any';
  /** Only requests of this job. */
  readonly job?: string;
  /** Answers with this status. Below 400 the events are accepted, from 400 on they are not. */
  readonly status?: number;
  /** The body that goes with `status`: text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Delays the answer by this much, in addition to any other fault. */
  readonly latencyMs?: number;
  readonly reset?: ResetPoint;
  /** 429 with the gateway's throttling error, and with Retry-After if one is given. */
  readonly throttle?: { readonly retryAfterSeconds?: number };
  /** Refuses, as an invalid parameter, every report with an event whose content contains this. */
  readonly poison?: string;
  /** Never answers: `before` the events are accepted, or `after`. */
  readonly hang?: 'before' | 'after';
  /** Accepts and answers 200 with something that is not JSON. */
  readonly nonsense?: boolean;
  /** Accepts and answers 200 with a body of this size. */
  readonly hugeBodyBytes?: number;
  /** For this many requests. Without `requests` and `seconds`: until it is removed. */
  readonly requests?: number;
  readonly seconds?: number;
}

/** A fault in force, with its number of strikes. */
export interface Fault extends FaultSetup {
  readonly id: number;
  readonly struck: number;
}

const NUMBERS = {
  status: [200, 599],
  latencyMs: [0, 600_000],
  hugeBodyBytes: [1, 64 * 1024 * 1024],
  requests: [1, 1_000_000_000],
  seconds: [0.001, 86_400],
} as const;
const CHOICES = {
  on: ['report', 'manage', 'any'],
  reset: ['before', 'mid-request', 'mid-response', 'after-accept'],
  hang: ['before', 'after'],
} as const;
const OTHERS = ['job', 'body', 'headers', 'throttle', 'poison', 'nonsense'];
const TEXT_MAX = 65_536;

/**
 * Reads a fault from JSON.
 * @returns otherwise a sentence about the problem.
 */
export function readFault(value: unknown): FaultSetup | string {
  if (!isRecord(value)) return 'A fault is an object.';
  const allowed = new Set([...Object.keys(NUMBERS), ...Object.keys(CHOICES), ...OTHERS]);
  const unknown = Object.keys(value).find((key) => !allowed.has(key));
  if (unknown !== undefined) return `Unknown field; a fault has: ${[...allowed].join(', ')}.`;
  for (const [key, [min, max]] of Object.entries(NUMBERS)) {
    const number = value[key];
    if (number !== undefined && !(typeof number === 'number' && number >= min && number <= max)) {
      return `${key} is a number from ${min} to ${max}.`;
    }
  }
  for (const [key, choices] of Object.entries(CHOICES)) {
    const choice = value[key];
    if (choice !== undefined && !(choices as readonly unknown[]).includes(choice)) {
      return `${key} is one of ${choices.join(', ')}.`;
    }
  }
  return otherProblem(value) ?? value;
}

function otherProblem(value: Record<string, unknown>): string | undefined {
  const { job, poison, nonsense, headers, throttle, body } = value;
  for (const text of [job, poison]) {
    if (text !== undefined && (typeof text !== 'string' || text === '' || text.length > 256)) {
      return 'job and poison are texts of 1 to 256 characters.';
    }
  }
  if (nonsense !== undefined && typeof nonsense !== 'boolean') return 'nonsense is true or false.';
  if (headers !== undefined && !isHeaders(headers)) return 'headers holds texts by header name.';
  if (throttle !== undefined && !isThrottle(throttle)) {
    return 'throttle is an object, with retryAfterSeconds (a number) or empty.';
  }
  if (body !== undefined && JSON.stringify(body).length > TEXT_MAX) return 'body is too long.';
  return undefined;
}

function isHeaders(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length > 32) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      /^[\w-]{1,64}$/.test(name) && typeof text === 'string' && /^[\x20-\x7e]{0,1024}$/.test(text),
  );
}

function isThrottle(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { retryAfterSeconds: seconds, ...rest } = value;
  const fine = seconds === undefined || (typeof seconds === 'number' && seconds >= 0);
  return fine && Object.keys(rest).length === 0;
}
