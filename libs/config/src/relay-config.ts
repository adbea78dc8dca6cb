import type { EventClass, EventType } from '#live-event';
import type { ChoosePolicy } from '#choosing';
import type { ReviewConfig } from '#metastudio';
import type { Secret } from '#secret';
import type { BridgeSource } from './bridges/bridge-source.js';
import type { NoticesConfig } from './notices-config.js';
import type { RedisConfig } from './redis-config.js';

/** The whole configuration: the file and the environment, checked, with defaults, deeply frozen. */
export interface RelayConfig {
  /** By name. The file's `metastudio` block is the project {@link DEFAULT_PROJECT}. */
  readonly projects: ReadonlyMap<string, ProjectConfig>;
  /** In the order of the file; names are unique. */
  readonly bridges: readonly BridgeConfig[];
  readonly api: ApiConfig;
  readonly console: ConsoleConfig;
  /** Absent: no notices are sent. */
  readonly notices: NoticesConfig | undefined;
  readonly buffer: BufferConfig;
  readonly trail: TrailConfig;
  readonly redis: RedisConfig;
  readonly process: ProcessConfig;
}

/** The limits of bridges made through the API. */
export interface ApiConfig {
  /** Hosts of this machine and of private networks that their sources may connect to. */
  readonly allowHosts: readonly string[];
}

/** The trail: what became of each event of the last minutes. */
export interface TrailConfig {
  /** `auto`: for targets that choose, and those that the same process shows in its console. */
  readonly keep: 'auto' | 'on' | 'off';
  /** What viewers wrote and who they are; `sealed` implies the state key. */
  readonly words: 'plain' | 'sealed' | 'absent';
}

/** What the console shows. */
export interface ConsoleConfig {
  /** Events of viewers as they pass. */
  readonly showEvents: boolean;
}

/** The project of a target that names none. */
export const DEFAULT_PROJECT = 'default';

/** One tenant of MetaStudio in one region. */
export interface ProjectConfig {
  readonly name: string;
  /** The API's origin, without a path and a closing slash. */
  readonly endpoint: string;
  readonly projectId: string;
  /** Where IAM can be asked for the ids of projects; `undefined` if unknown. */
  readonly iam: IamPlace | undefined;
  /** `X-App-UserId`; a target may have one of its own. */
  readonly appUserId: string | undefined;
  /** A target may override it; absent: the tenant's own policy applies. */
  readonly reviewConfig: ReviewConfig | undefined;
  /**
   * The credential of management calls. Absent only if nothing needs it: no report is authenticated
   * by it, and no target has `jobId: auto`.
   */
  readonly auth: AuthConfig | undefined;
  /** How reports are authenticated; `auth-key` implies {@link authKey}, `auth` {@link auth}. */
  readonly reportAuth: ReportAuth;
  readonly authKey: AuthKeyConfig | undefined;
  readonly refreshUrl: RefreshUrl;
  /** Besides the endpoint's own host: `.example.com` is any host below it, others are exact. */
  readonly allowedHosts: readonly string[];
  /** Across all reporters; 0: no limit. */
  readonly reportsPerSecond: number;
  /** How often MetaStudio may be asked how many answers wait, across all reporters; 0: never. */
  readonly answerChecksPerSecond: number;
  /** How MetaStudio calls back; absent: it does not. */
  readonly callbacks: CallbacksConfig | undefined;
  readonly timeoutMs: number;
}

/** How MetaStudio calls back. */
export interface CallbacksConfig {
  /** The address under which MetaStudio reaches the relay. */
  readonly url: string;
  readonly auth: 'MSS_A_HEAD' | 'MSS_A' | 'NONE';
  readonly key: Secret;
  /** What is signed; with placeholders that `#metastudio` knows. */
  readonly template: string;
}

/** Where IAM is, and the name under which it knows the project. */
export interface IamPlace {
  /** The origin, without a path and a closing slash. */
  readonly endpoint: string;
  /** Such as `cn-north-4`; `undefined` where nothing tells it. */
  readonly project: string | undefined;
}

export type ReportAuth = 'auth' | 'auth-key' | 'url';
export type RefreshUrl = 'auto' | 'always' | 'never';

export type AuthConfig =
  AkskAuthConfig | TokenAuthConfig | IamAuthConfig | EcsAuthConfig | KeyFileAuthConfig;

export interface AkskAuthConfig {
  readonly type: 'aksk';
  readonly accessKey: Secret;
  readonly secretKey: Secret;
  /** With temporary keys. */
  readonly securityToken: Secret | undefined;
}

export interface TokenAuthConfig {
  readonly type: 'token';
  readonly token: Secret;
}

export interface IamAuthConfig {
  readonly type: 'iam';
  /** IAM's origin, without a path and a closing slash. */
  readonly endpoint: string;
  /** The account's name. */
  readonly domain: string;
  readonly user: string;
  readonly password: Secret;
  /** The name of the project that the token is scoped to, such as `cn-north-4`. */
  readonly project: string;
}

/** The temporary keys of this ECS's agency. */
export interface EcsAuthConfig {
  readonly type: 'ecs';
  /** The metadata service's origin. */
  readonly endpoint: string;
}

/** Keys in a file that another program renews. */
export interface KeyFileAuthConfig {
  readonly type: 'key-file';
  readonly file: string;
}

/** How `auth_key` is computed. */
export interface AuthKeyConfig {
  readonly secret: Secret;
  /** With placeholders in braces that `#metastudio` knows, and no others. */
  readonly template: string;
  readonly encoding: 'hex' | 'base64' | 'base64url';
  readonly ttlSeconds: number;
  readonly carrier: 'query' | 'header';
}

/** A source tied to a target. */
export interface BridgeConfig {
  /** Matches `[a-z0-9][a-z0-9-_.]{0,63}`: it is a metric label and part of Redis keys. */
  readonly name: string;
  readonly source: BridgeSource;
  readonly target: TargetConfig;
  readonly filter: FilterConfig;
  /** Which of its events deserve an answer; `undefined`: all. */
  readonly choose: ChooseConfig | undefined;
  /** What happens to the events of a report whose answer was lost: sent again, or dropped. */
  readonly delivery: Readonly<Record<EventClass, Delivery>>;
  /**
   * When the source is connected: `always`, or `while-live`, while its room has a running live job
   * (its pinned one, if the target names a job), which requires the project's `auth`. Does not
   * affect sources that connect to us.
   */
  readonly connect: ConnectWhen;
  /**
   * Which collectors may hold the source: those on the host from which it can be reached, or any.
   * `undefined`: decided by its address.
   */
  readonly placement?: Placement | undefined;
  /** How many collectors hold its source at a time. */
  readonly redundancy: 1 | 2;
  /** Longer comments are cut to this many characters. */
  readonly maxTextLength: number;
}

/** How events are chosen, and whether the budget is for the bridge alone or for all of its target. */
export interface ChooseConfig {
  readonly across: 'bridge' | 'target';
  readonly policy: ChoosePolicy;
}

export type Delivery = 'at-least-once' | 'at-most-once';
export type Placement = 'here' | 'anywhere';
export type ConnectWhen = 'always' | 'while-live';

/** Where a bridge's events go. Bridges with the same project, room and job share the target. */
export interface TargetConfig {
  /** A key of {@link RelayConfig.projects}. */
  readonly project: string;
  readonly roomId: string;
  /** `auto`: the room's running job; else an id. */
  readonly jobId: 'auto' | (string & {});
  /** An issued report URL to start from. */
  readonly reportUrl: Secret | undefined;
  /** The target's own `X-App-UserId`, or the project's. */
  readonly appUserId: string | undefined;
  /** The target's own, or the project's. */
  readonly reviewConfig: ReviewConfig | undefined;
}

/** Which events of a bridge pass. Conditions on texts apply only to comments. */
export interface FilterConfig {
  readonly types: ReadonlySet<EventType>;
  readonly users: {
    /** If it is not empty, only these pass: a `userId` (`douyin_123`) or a name. */
    readonly allow: ReadonlySet<string>;
    readonly block: ReadonlySet<string>;
  };
  readonly blockWords: BlockWords;
  /** In characters, after cleaning. */
  readonly minLength: number;
  /** In characters; longer comments are dropped. `undefined`: no limit. */
  readonly maxLength: number | undefined;
  /** Drops comments of nothing but punctuation, symbols and emoji. */
  readonly blockSymbolsOnly: boolean;
  /** The same text of a user within this time is dropped; 0: never. */
  readonly repeatSeconds: number;
}

/** Words that a comment must not contain. */
export interface BlockWords {
  /** Lower-cased (`toLowerCase`); a comment's lower-cased text that contains one is dropped. */
  readonly plain: readonly string[];
  /** Written `/…/flags` in the file. Compiled, never global or sticky; their time is not bounded here. */
  readonly patterns: readonly RegExp[];
}

/** The buffers, one per target. */
export interface BufferConfig {
  /** How many events one buffer holds. */
  readonly maxEvents: number;
  /** How large one report's body may be. */
  readonly maxBytes: number;
  /** The shortest time between two reports of a target that are not full. */
  readonly minIntervalMs: number;
  /**
   * How long events of a bridge gather while the pace delays their report anyway; 0: not at all.
   */
  readonly lingerMs: number;
  /** How many replicas must have an append before it counts; 0: none. */
  readonly waitReplicas: number;
  /** By class, the greatest age of an event that is still reported. `undefined`: any. */
  readonly maxAgeSeconds: Readonly<Record<EventClass, number | undefined>>;
  /** By type, how many a target admits a second. A type without a cap is absent. */
  readonly maxPerSecond: ReadonlyMap<EventType, number>;
}

/** What a process may do. */
export const ROLES = ['collector', 'reporter', 'console'] as const;
export type Role = (typeof ROLES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** This process, from its environment. */
export interface ProcessConfig {
  readonly roles: ReadonlySet<Role>;
  readonly host: string;
  /** The name of its machine, if it is not the host's name. */
  readonly machine?: string | undefined;
  /** Whether {@link host} can only be reached from this machine. */
  readonly loopback: boolean;
  /** 0 for one that is free. */
  readonly port: number;
  /** Always present if {@link host} is not loopback. */
  readonly apiToken: Secret | undefined;
  /**
   * The token of viewers, who may only read. Present only beside {@link apiToken}, and different
   * from it.
   */
  readonly viewerToken: Secret | undefined;
  /** 32 bytes for AES-256-GCM. */
  readonly stateKey: Secret<Buffer> | undefined;
  readonly logLevel: LogLevel;
  /** With more bridges than this, none has metrics of its own. */
  readonly metricsBridgesMax: number;
  readonly proxy: ProxyConfig;
}

/** Forward proxies for reports and sources; their URLs may hold a password. */
export interface ProxyConfig {
  readonly httpsProxy: Secret | undefined;
  readonly httpProxy: Secret | undefined;
  /** As in the environment: a list of hosts. */
  readonly noProxy: string | undefined;
}
