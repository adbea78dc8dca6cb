import type { Rate } from './chat/room.js';
import type { ErrorShape } from './metastudio/answer.js';
import type { AuthKeyScheme } from './metastudio/auth/auth-key.js';
import type { Keep } from './metastudio/record/kept-events.js';
import type { ConfirmState } from './metastudio/rooms/live-rooms.js';
import type { Validation } from './metastudio/validate-report.js';

/** A room that exists from the beginning. */
export interface RoomSetup {
  readonly roomId: string;
  readonly roomName?: string;
  /** Its running job's id; `null`: nothing runs. Absent: a job with a generated id runs. */
  readonly jobId?: string | null;
  /** Its `interaction_rules`, as the wire has them. */
  readonly rules?: readonly object[];
  readonly confirmState?: ConfirmState;
}

/** The behaviour of the stand-in. Every field has a default, see {@link SIMULATOR_DEFAULTS}. */
export interface SimulatorOptions {
  /** 0 (the default) takes a free one. It always listens on 127.0.0.1. */
  readonly port?: number;
  readonly projectId?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** The token of temporary keys: requests must bring it, signed. */
  readonly securityToken?: string;
  /** An `X-Auth-Token` that never expires. */
  readonly token?: string;
  /** The user to whom `POST /v3/auth/tokens` issues a token. */
  readonly iam?: IamAccount;
  readonly tokenTtlMs?: number;
  /** Accepts `auth_key`s of this scheme, besides those in URLs that it issued. */
  readonly authKey?: AuthKeyScheme;
  /** Whether issued report URLs carry an `auth_key` of their own. */
  readonly reportUrls?: 'keyed' | 'plain';
  readonly urlTtlMs?: number;
  /** What a refresh does to the previous URL. */
  readonly rotation?: 'old-lives-on' | 'old-dies';
  readonly errorShape?: ErrorShape;
  readonly validate?: Validation;
  /** What to keep of accepted events for `GET /_sim/events`. */
  readonly keep?: Keep;
  readonly keepEventsMax?: number;
  readonly keepBytesMax?: number;
  /** Longer bodies are answered with 413. */
  readonly bodyBytesMax?: number;
  /** Throttles a project's reports beyond this many a second with 429; 0: never. */
  readonly throttlePerSecond?: number;
  /** The least time until a report is answered. */
  readonly latencyMs?: number;
  /** How long the virtual human speaks for an answer; 0 (the default): nothing is answered. */
  readonly speakingMs?: number;
  /** The `interaction_rules` of every room that has none of its own, in their wire form. */
  readonly rules?: readonly object[];
  /** The rooms that exist from the beginning, or their number. */
  readonly rooms?: number | readonly RoomSetup[];
  /** Events a second in each chat room that has listeners; `max`: as many as possible. */
  readonly chatRate?: Rate;
  /** A chat room goes quiet after this many events (one more if a paid message has a text). */
  readonly chatEventsMax?: number;
  /** The same seed makes the viewers behave the same. */
  readonly chatSeed?: number;
  /** The bearer token that douyinlive and generic require (`Authorization: Bearer …`). */
  readonly chatToken?: string;
  /** The interval of the PINGs to Twitch's connections. */
  readonly twitchPingMs?: number;
}

/** An IAM user. */
export interface IamAccount {
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  /** The project's name, as in a token's scope. */
  readonly project: string;
}

type Optional = 'securityToken' | 'authKey' | 'chatToken';

/** {@link SimulatorOptions} with all defaults filled in. */
export type SimulatorSettings = Required<Omit<SimulatorOptions, Optional>> &
  Pick<SimulatorOptions, Optional>;

/** The defaults. The keys are for loopback only and open nothing. */
export const SIMULATOR_DEFAULTS = {
  port: 0,
  projectId: '5f0c8d7e1a2b4c3d9e8f70615243a4b5',
  accessKey: 'SIMULATORACCESSKEY1',
  secretKey: 'simulator-secret-key-for-loopback-only',
  token: 'simulator-token-for-loopback-only',
  iam: {
    domain: 'simulator',
    user: 'relay',
    password: 'simulator-password',
    project: 'cn-north-4',
  },
  tokenTtlMs: 24 * 3_600_000,
  reportUrls: 'keyed',
  urlTtlMs: 3_600_000,
  rotation: 'old-lives-on',
  errorShape: 'alternate',
  validate: 'documented',
  keep: 'marks',
  keepEventsMax: 2_000_000,
  keepBytesMax: 64 * 1024 * 1024,
  bodyBytesMax: 12 * 1024 * 1024,
  throttlePerSecond: 0,
  latencyMs: 0,
  speakingMs: 0,
  rules: [],
  rooms: 1,
  chatRate: 10,
  chatEventsMax: Infinity,
  chatSeed: 1,
  twitchPingMs: 300_000,
} as const satisfies SimulatorSettings;
