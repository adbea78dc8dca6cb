import { isBlock, jsonSchemaOf, knownKeys } from '#options';
import {
  AkskAuthOptions,
  EcsAuthOptions,
  IamAuthOptions,
  KeyFileAuthOptions,
  TokenAuthOptions,
} from '../../libs/config/src/options/auth.options.js';
import { ApiOptions } from '../../libs/config/src/options/api.options.js';
import { ConsoleOptions } from '../../libs/config/src/options/console.options.js';
import { BridgeOptions, TargetOptions } from '../../libs/config/src/options/bridge.options.js';
import {
  BufferOptions,
  MaxAgeOptions,
  MaxPerSecondOptions,
} from '../../libs/config/src/options/buffer.options.js';
import {
  ChooseCommentsOptions,
  ChooseEntriesOptions,
  ChooseGiftsOptions,
  ChooseNamesOptions,
  ChooseOnlyOptions,
  ChooseOptions,
} from '../../libs/config/src/options/choose.options.js';
import { EnvironmentOptions } from '../../libs/config/src/options/environment.options.js';
import { FileOptions } from '../../libs/config/src/options/file.options.js';
import { FilterOptions, FilterUsersOptions } from '../../libs/config/src/options/filter.options.js';
import {
  AuthKeyOptions,
  CallbacksOptions,
  MetastudioOptions,
} from '../../libs/config/src/options/metastudio.options.js';
import {
  NoticeChannelOptions,
  NoticesOptions,
  QuietHoursOptions,
} from '../../libs/config/src/options/notices.options.js';
import { QueueOptions } from '../../libs/config/src/options/queue.options.js';
import {
  ClusterOptions,
  RedisOptions,
  SentinelOptions,
} from '../../libs/config/src/options/redis.options.js';

/** One key of a block, as the documentation tells it. */
export interface ReferenceKey {
  readonly key: string;
  readonly required: boolean;
  /** The default as it would be written in the file; `undefined`: none, or a block's own keys. */
  readonly byDefault: string | undefined;
  /** The least and the most of a number, such as `100 to 120 000`. */
  readonly bounds: string | undefined;
  /** The words of a closed set. */
  readonly choices: readonly string[];
}

const BLOCKS = {
  'the file': FileOptions,
  metastudio: MetastudioOptions,
  'auth, type aksk': AkskAuthOptions,
  'auth, type token': TokenAuthOptions,
  'auth, type iam': IamAuthOptions,
  'auth, type ecs': EcsAuthOptions,
  'auth, type key-file': KeyFileAuthOptions,
  authKey: AuthKeyOptions,
  callbacks: CallbacksOptions,
  bridges: BridgeOptions,
  target: TargetOptions,
  filter: FilterOptions,
  'filter.users': FilterUsersOptions,
  choose: ChooseOptions,
  'choose.comments': ChooseCommentsOptions,
  'choose.entries': ChooseEntriesOptions,
  'choose.gifts': ChooseGiftsOptions,
  'choose.only': ChooseOnlyOptions,
  'choose.names': ChooseNamesOptions,
  api: ApiOptions,
  console: ConsoleOptions,
  notices: NoticesOptions,
  'notices.channels': NoticeChannelOptions,
  'notices.quietHours': QuietHoursOptions,
  buffer: BufferOptions,
  'buffer.maxAgeSeconds': MaxAgeOptions,
  'buffer.maxPerSecond': MaxPerSecondOptions,
  queue: QueueOptions,
  redis: RedisOptions,
  'redis.sentinel': SentinelOptions,
  'redis.cluster': ClusterOptions,
  'the environment': EnvironmentOptions,
} as const;

/** Every block of the configuration with all its keys, for the test that compares them with docs/CONFIG.md. */
export function configReference(): ReadonlyMap<string, readonly ReferenceKey[]> {
  return new Map(Object.entries(BLOCKS).map(([block, Options]) => [block, keysOf(Options)]));
}

function keysOf(Options: new () => object): ReferenceKey[] {
  const { required = [], properties = {} } = jsonSchemaOf(Options) as ObjectSchema;
  const defaults = new Map<string, unknown>(Object.entries(new Options()));
  return [...knownKeys(Options)].map((key) => ({
    key,
    required: required.includes(key),
    byDefault: written(defaults.get(key)),
    bounds: boundsOf(properties[key] ?? {}),
    choices: choicesOf(properties[key] ?? {}),
  }));
}

interface ObjectSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, NumberSchema & WordSchema>>;
}

interface NumberSchema {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly NumberSchema[];
}

interface WordSchema {
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
}

function choicesOf({ enum: choices, items }: WordSchema): readonly string[] {
  return choices ?? items?.enum ?? [];
}

function boundsOf({ minimum, maximum, anyOf = [] }: NumberSchema): string | undefined {
  if (minimum === undefined || maximum === undefined) {
    return anyOf.map(boundsOf).find((bounds) => bounds !== undefined);
  }
  return `${grouped(minimum)} to ${grouped(maximum)}`;
}

/** From five digits on, in groups of three. */
function grouped(number: number): string {
  return number < 10_000 ? String(number) : String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ');
}

function written(value: unknown): string | undefined {
  if (value === undefined || isBlock(value)) return undefined;
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
