import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { availableParallelism, freemem, release, totalmem, uptime } from 'node:os';
import {
  ENVIRONMENT_VARIABLES,
  interpolate,
  readConfigFile,
  readYaml,
  type Environment,
} from '#config';
import { EVENT_TYPES } from '#live-event';
import type { SourceCatalogue } from '#platforms';
import { beginningOf } from '#source';
import type { Finding } from './finding.js';
import { Redactor } from './redactor.js';

const LOG_BYTES_MAX = 256 * 1024;
const FETCH_MS_MAX = 3000;
const ANSWER_BYTES_MAX = 256 * 1024;

/** The content of a bundle before it is redacted. */
export interface BundleParts {
  /** The configuration's file. */
  readonly file: string;
  /** The environment that fills the file in. */
  readonly environment: Environment;
  readonly version: string;
  readonly sources: SourceCatalogue;
  readonly checks: readonly Finding[];
  readonly problems: readonly string[];
  /** The status, or why there is none. */
  readonly status: unknown;
  /** Log lines of the relay. */
  readonly log?: string | undefined;
}

/** Writes all that helps a reader of an issue, as one JSON text without secrets. */
export async function writeBundle(parts: BundleParts): Promise<string> {
  const { file, environment, version, checks, problems, status, log } = parts;
  const read = readConfigFile(file);
  const { tree: written } = readYaml(read.ok ? read.text : '');
  const filled = interpolate(written, environment).tree.root;
  const words = new Set([...parts.sources.keys(), ...EVENT_TYPES, ...WORDS]);
  const redactor = new Redactor([written.root, filled], environment, words);
  const [readyz, metrics] = await Promise.all([
    answerOf('/readyz', environment),
    answerOf('/metrics', environment),
  ]);
  const redacted = redactor.tree({
    problems,
    checks,
    status,
    readyz,
    metrics: (metrics ?? '').split('\n').filter((line) => /^relay_.* (?!0$)/u.test(line)),
  }) as object;
  const bundle = {
    about: {
      madeAt: new Date().toISOString(),
      version,
      node: process.version,
      platform: `${process.platform} ${process.arch} ${release()}`,
      processors: availableParallelism(),
      memoryBytes: { total: totalmem(), free: freemem() },
      upSeconds: Math.round(uptime()),
    },
    // Which variables are set, without their values.
    environment: ENVIRONMENT_VARIABLES.filter((name) => (environment[name] ?? '') !== ''),
    configuration: outlineOf(written.root, words),
    ...redacted,
    // Redacted as a whole: a secret may span several lines.
    log: log === undefined ? undefined : redactor.text(log).split('\n'),
  };
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

/** Words of the program that may stand in the file as values. */
const WORDS = (
  'aksk token iam ecs key-file auth auth-key url auto always never hex base64 base64url query header ' +
  'at-least-once at-most-once here anywhere running paused human plain sealed absent embedded webhook ' +
  'feishu dingtalk wecom slack collector reporter console default live info debug warn error ping relay'
).split(' ');

/** An outline of the file: its keys, and those of its values that are words of the program. */
function outlineOf(value: unknown, words: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => outlineOf(one, words));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one], at) => [shownKey(key, at), outlineOf(one, words)]),
    );
  }
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string' && words.has(value)) return value;
  // Shown as written: the name of a variable reveals nothing of its value.
  if (typeof value === 'string' && /^\$\{\w+\}$/u.test(value)) return value;
  return `<${typeof value === 'number' ? 'a number' : 'a text'}>`;
}

/** Where the space after its colon is missing, `{ secretKey:… }` in YAML is a key. */
function shownKey(key: string, at: number): string {
  return /^[\w.$-]{1,64}$/u.test(key) ? key : `<key ${at + 1}>`;
}

/** The answer of a relay that runs on this machine; `undefined` where none answers. */
async function answerOf(path: string, environment: Environment): Promise<string | undefined> {
  // An empty variable counts as left out.
  const given = (name: string, byDefault: string): string => environment[name] || byDefault;
  const [named, token] = [given('HOST', '127.0.0.1'), given('RELAY_API_TOKEN', '')];
  const host = named === '0.0.0.0' || named === '::' ? '127.0.0.1' : named;
  const shown = host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${shown}:${given('PORT', '3000')}${path}`, {
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(FETCH_MS_MAX),
    });
    const { bytes } = await beginningOf(answer, ANSWER_BYTES_MAX);
    return bytes.toString();
  } catch {
    // The status tells that no relay runs.
    return undefined;
  }
}

/** The last lines of a log. @throws the error of the file. */
export function endOfLog(file: string): string {
  const opened = openSync(file, 'r');
  try {
    const { size } = fstatSync(opened);
    const from = Math.max(0, size - LOG_BYTES_MAX);
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES_MAX));
    const length = readSync(opened, bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8', 0, length);
    // The first line is incomplete.
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(opened);
  }
}
