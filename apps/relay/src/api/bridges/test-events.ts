import type { BridgeConfig, BufferConfig } from '#config';
import type { BufferKeys, BufferRedis, ReportQueue } from '#event-buffer';
import { Problem } from '../../console/problems/problem.js';
import type { ReportUrlVault } from '../../projects/report-url-vault.js';
import { ReplayBridge, type ReplayBridgeParts } from '../../recording/replay-bridge.js';
import type { TestEvent } from '../../recording/test-event.js';

const APPEND_MS = 5000;

export interface TestEventsParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly vault: ReportUrlVault;
  readonly buffer: BufferConfig;
  readonly trail: NonNullable<ReplayBridgeParts['trail']>;
  /** Loads the salt of the message ids' hashes. */
  readonly salt: (signal: AbortSignal) => Promise<string>;
}

/** What became of it so far; it is reported like every other. */
export interface SentTestEvent {
  readonly target: string;
  /** Absent where it waits for its report. */
  readonly dropped?: string | undefined;
}

/** Sends events through bridges as if viewers had done something. A process sends one at a time. */
export class TestEvents {
  readonly #parts: TestEventsParts;
  #isSending = false;

  constructor(parts: TestEventsParts) {
    this.#parts = parts;
  }

  /** @throws {Problem} where another is being sent. */
  async send(config: BridgeConfig, event: TestEvent): Promise<SentTestEvent> {
    if (this.#isSending) {
      const headers = { 'retry-after': '1' };
      throw new Problem('too-many-trials', 'Another test event is being sent.', { headers });
    }
    this.#isSending = true;
    try {
      return await this.#send(config, event);
    } finally {
      this.#isSending = false;
    }
  }

  async #send(config: BridgeConfig, event: TestEvent): Promise<SentTestEvent> {
    const { salt, ...parts } = this.#parts;
    const enough = AbortSignal.timeout(APPEND_MS);
    // It is appended on a lane of its own, whichever process holds the bridge.
    const bridge = new ReplayBridge(config, { ...parts, salt: await salt(enough), isPushed: true });
    try {
      await bridge.start();
      bridge.sink.event(event, Date.now());
      await bridge.drained(enough);
    } finally {
      await bridge.stop(AbortSignal.timeout(APPEND_MS));
    }
    const [dropped] = bridge.dropped.keys();
    return { target: bridge.target, ...(dropped === undefined ? {} : { dropped }) };
  }
}
