import { parseArgs } from 'node:util';

import { SIMULATOR_DEFAULTS, type SimulatorOptions } from './simulator.options.js';

/** The command line's options, each with its help text. */
const OPTIONS = {
  port: 'the port on 127.0.0.1; 0 (the default) takes a free one',
  rooms: 'how many live rooms there are, each with a running job',
  'chat-rate': 'events a second in each chat room, or max',
  'chat-events': 'a chat room goes quiet after so many',
  'chat-token': 'what douyinlive and generic want as a bearer token',
  seed: 'the same seed makes the same viewers do the same',
  'project-id': 'the one project that exists',
  ak: 'access key',
  sk: 'secret key',
  'security-token': 'of temporary keys',
  token: 'an X-Auth-Token that never expires',
  'auth-key-secret': 'takes auth_keys that were made with this secret',
  'auth-key-template': 'what they sign',
  'auth-key-encoding': 'hex, base64 or base64url',
  'report-urls': 'keyed or plain',
  'url-ttl-seconds': 'how long an issued report URL lives',
  rotation: 'old-lives-on or old-dies',
  'error-shape': 'alternate, classic or gateway',
  validate: 'documented, full, sample or off',
  keep: 'none, marks or all: what to keep of accepted events',
  'keep-events': 'of how many events',
  'body-bytes-max': 'longer reports are answered 413',
  'throttle-per-second': 'throttles reports beyond so many; 0: never',
  'latency-ms': 'every report takes at least so long',
  'speaking-ms':
    'the virtual human answers, and speaks so long for an answer; 0 (the default): it is silent',
} as const;

const QUESTIONS = String.raw`(?i)[?？]|吗|多少|什么|怎么|how|what|when|where|can|do you|is it`;

type Name = keyof typeof OPTIONS;

/** The result of reading the command line. */
export type CommandLine =
  { readonly options: SimulatorOptions } | { readonly help: string } | { readonly problem: string };

/** Reads the command line; never throws. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const known = Object.keys(OPTIONS).map((name) => [name, { type: 'string' }] as const);
  let values: Record<string, string | boolean | undefined>;
  try {
    const options = { ...Object.fromEntries(known), help: { type: 'boolean' } as const };
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (values['help'] === true) return { help: helpText() };
  const reader = new Values(values);
  const options = optionsOf(reader);
  const [problem] = reader.problems;
  return problem === undefined ? { options } : { problem };
}

function optionsOf(values: Values): SimulatorOptions {
  const secret = values.text('auth-key-secret');
  const urlTtl = values.whole('url-ttl-seconds', 0, 86_400 * 365);
  const encoding = values.choice('auth-key-encoding', ['hex', 'base64', 'base64url']) ?? 'hex';
  const template = values.text('auth-key-template') ?? '{url}{expires_time}';
  const speakingMs = values.whole('speaking-ms', 0, 600_000);
  const given = {
    port: values.whole('port', 0, 65_535),
    rooms: values.whole('rooms', 0, 2000),
    chatRate: values.rate('chat-rate'),
    chatEventsMax: values.whole('chat-events', 0, 2 ** 28 - 2),
    chatToken: values.text('chat-token'),
    chatSeed: values.whole('seed', 0, 2 ** 31),
    projectId: values.text('project-id'),
    accessKey: values.text('ak'),
    secretKey: values.text('sk'),
    securityToken: values.text('security-token'),
    token: values.text('token'),
    authKey: secret === undefined ? undefined : { secret, template, encoding },
    reportUrls: values.choice('report-urls', ['keyed', 'plain']),
    urlTtlMs: urlTtl === undefined ? undefined : urlTtl * 1000,
    rotation: values.choice('rotation', ['old-lives-on', 'old-dies']),
    errorShape: values.choice('error-shape', ['alternate', 'classic', 'gateway']),
    validate: values.choice('validate', ['documented', 'full', 'sample', 'off']),
    keep: values.choice('keep', ['none', 'marks', 'all']),
    keepEventsMax: values.whole('keep-events', 1, 20_000_000),
    bodyBytesMax: values.whole('body-bytes-max', 1, 64 * 1024 * 1024),
    throttlePerSecond: values.whole('throttle-per-second', 0, 1_000_000),
    latencyMs: values.whole('latency-ms', 0, 600_000),
    speakingMs,
    rules: speakingMs === undefined || speakingMs === 0 ? undefined : ANSWERING_RULES,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as SimulatorOptions;
}

/**
 * The rules of a room started from the command line: it answers comments that ask, and all gifts.
 */
const ANSWERING_RULES = [
  answeringRule('questions', 1, { tag: 'content', match: 'REGEX', value: QUESTIONS }),
  answeringRule('gifts', 4, { tag: 'giftNum', match: 'MATH_GE', value: '1' }),
];

function answeringRule(rule_name: string, event_type: number, tag: object): object {
  const tags = [{ operation: 'NONE', ...tag }];
  return { rule_name, event_type, hit_condition: { relation: 'AND', tags } };
}

/** Reads values by name, and collects their problems. */
class Values {
  readonly problems: string[] = [];

  constructor(private readonly values: Readonly<Record<string, string | boolean | undefined>>) {}

  text(name: Name): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  whole(name: Name, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (/^\d{1,15}$/.test(text) && number >= min && number <= max) return number;
    this.problems.push(`--${name} is a whole number from ${min} to ${max}.`);
    return undefined;
  }

  rate(name: Name): number | 'max' | undefined {
    return this.text(name) === 'max' ? 'max' : this.whole(name, 0, 1_000_000);
  }

  choice<Choice extends string>(name: Name, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    const choice = choices.find((one) => one === text);
    if (text !== undefined && choice === undefined) {
      this.problems.push(`--${name} is one of ${choices.join(', ')}.`);
    }
    return choice;
  }
}

function helpText(): string {
  const width = Math.max(...Object.keys(OPTIONS).map((name) => name.length));
  const lines = Object.entries(OPTIONS).map(([name, what]) => `  --${name.padEnd(width)}  ${what}`);
  return [
    'A stand-in MetaStudio and stand-in chat platforms, on loopback alone.',
    'Prints a line of JSON when it listens. Its keys, unless others are given:',
    `  AK ${SIMULATOR_DEFAULTS.accessKey}, SK ${SIMULATOR_DEFAULTS.secretKey}`,
    ...lines,
    '',
  ].join('\n');
}
