import { randomUUID } from 'node:crypto';
import type { BridgeConfig, BufferConfig, TrailConfig } from '#config';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  LaneKeeper,
  LeaseKeeper,
  TargetTable,
  type BufferKeys,
  type BufferRedis,
  type ReportQueue,
} from '#event-buffer';
import type { CollectorListener } from '../collector/collector-listener.js';
import { HeldBridge, type BridgeFeed } from '../collector/held/held-bridge.js';
import type { Secret } from '#secret';
import type { EventSink } from '#source';
import { Linger } from '../collector/outbox/linger.js';
import { SpillBudget } from '../buffer/spill-budget.js';
import { TargetWaker } from '../buffer/target-waker.js';
import { formatReportTerms, reportTermsOf } from '../bridges/bridge-terms.js';
import { idScopeOf } from '../bridges/id-scope.js';
import { targetOf } from '../bridges/target-of.js';
import { collectedTrail, type CollectedTrail } from '../trail/collected-trail.js';
import type { ReportUrlVault } from '../projects/report-url-vault.js';

export interface ReplayBridgeParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly salt: string;
  /** Seals the report URL that its target starts from. */
  readonly vault: ReportUrlVault;
  readonly buffer: BufferConfig;
  /** Whether its source connects to us: then any process may append, each on a lane of its own. */
  readonly isPushed: boolean;
  /** The trail that its target has, where it has one. */
  readonly trail?: { readonly config: TrailConfig; readonly stateKey: Secret<Buffer> | undefined };
}

/** What a replay may hold in memory before it waits for Redis. */
const SPILL_BYTES_MAX = 16 * 1024 * 1024;

/** A recording needs no connection: the replay reads it. */
const RECORDING: BridgeFeed = {
  held: nothing,
  lost: nothing,
  stop: async () => {},
};

/** One bridge, held for a replay: what its sink gets is buffered and reported like all events. */
export class ReplayBridge {
  readonly target: string;
  readonly budget = new SpillBudget(SPILL_BYTES_MAX);
  /** Events understood, and dropped by reason, so far. */
  received = 0;
  readonly dropped = new Map<string, number>();
  /** Why the last append or renewal failed. */
  lastError: Error | undefined;
  readonly #parts: ReplayBridgeParts;
  readonly #held: HeldBridge;
  readonly #keeper: LeaseKeeper | LaneKeeper;
  readonly #linger = new Linger();
  readonly #trail: CollectedTrail | undefined;
  #holding: Promise<void> | undefined;

  constructor(config: BridgeConfig, parts: ReplayBridgeParts) {
    const { redis, keys, queue, salt, buffer, isPushed, vault } = parts;
    const { name, source, target, filter, maxTextLength } = config;
    this.#parts = parts;
    this.target = targetOf(target);
    const limits = { eventsMax: buffer.maxEvents, perSecondMax: buffer.maxPerSecond };
    const appender = new Appender(
      redis,
      keys,
      { ...APPEND_LIMITS_DEFAULT, ...limits },
      buffer.waitReplicas,
    );
    const onError = (error: Error): void => {
      this.lastError = error;
    };
    const waker = new TargetWaker({ redis, keys, queue, onError });
    const report = formatReportTerms(reportTermsOf(config), this.target, vault, Date.now());
    const idScope = idScopeOf(source);
    const terms = { name, target: this.target, idScope, filter, maxTextLength, report };
    const { budget } = this;
    const listener = this.#listener(onError);
    const { trail } = parts;
    this.#trail =
      trail && collectedTrail({ redis, keys, salt, isShown: false, failed: onError, ...trail });
    // A replay is not chosen from; its trail is that of the bridge's target.
    const told = this.#trail?.of({ target: this.target, name, choice: config.choose });
    const linger = this.#linger;
    const shared = { appender, budget, salt, listener, linger, waker, trailOf: () => told };
    const lost = (): void => this.#held.lose();
    this.#held = new HeldBridge(terms, shared, lost, () => RECORDING);
    const holder = `replay-${randomUUID()}`;
    const renewalFailed = onError;
    this.#keeper = isPushed
      ? new LaneKeeper(redis, keys, holder, {
          held: (lane, epoch) => this.#hold(epoch, lane),
          lost,
          renewalFailed,
        })
      : new LeaseKeeper(redis, keys, holder, {
          held: (_name, epoch) => this.#hold(epoch),
          lost,
          renewalFailed,
        });
  }

  /** Whether no other process has the bridge. */
  get isHeld(): boolean {
    return this.#held.bridge.isHeld;
  }

  /** Where the events of the recording go. */
  get sink(): EventSink {
    return this.#held.bridge.sink;
  }

  /** Claims it; see {@link isHeld}. */
  async start(): Promise<void> {
    await this.#keeper.start([this.#held.name]);
    await this.#holding;
  }

  /** Waits until what was given is appended, or `enough` aborts; nothing may be given any more. */
  async drained(enough: AbortSignal): Promise<void> {
    await this.#held.bridge.drained(enough);
  }

  /** Appends what is left, and gives the bridge back. */
  async stop(enough: AbortSignal): Promise<void> {
    this.#linger.stop();
    await this.#held.retire(enough);
    await this.#keeper.stop();
    await this.#trail?.writer.stop();
  }

  /** How many events of its target wait. */
  async depth(): Promise<number> {
    const { redis, keys } = this.#parts;
    return new TargetTable(redis, keys).waiting(this.target);
  }

  #hold(epoch: number, lane?: string): void {
    this.#holding = this.#held.hold(epoch, lane);
  }

  #listener(onError: (error: Error) => void): CollectorListener {
    return {
      received: (_bridge, _type, count) => {
        this.received += count;
      },
      dropped: (_bridge, reason, count) => {
        this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + count);
      },
      appendFailed: (_bridge, error) => onError(error),
      failed: onError,
      expressionOff: nothing,
      appended: nothing,
      leaseHeld: nothing,
      leaseLost: nothing,
      moved: nothing,
      retired: nothing,
      roomLive: nothing,
      heard: nothing,
      heardAt: nothing,
      quotaLeft: nothing,
      connectionOf: noConnection,
      pushesOf: noConnection,
    };
  }
}

function nothing(): void {}

function noConnection(): never {
  throw new Error('A replay has no connection.');
}
