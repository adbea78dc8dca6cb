import type { Growth } from '../../buffer/target-waker.js';
import type { Bridge } from './bridge.js';

/** Receives the reasons to flush a bridge, and the results of its appends. */
export interface BridgeOwner {
  /** Flush this bridge within a few milliseconds. */
  stirred(bridge: Bridge): void;
  /** A target's depth went from `before` to `after`. */
  grew(target: string, growth: Growth): void;
  /** One more full chunk is ready to be appended. */
  filled?(): void;
  /** An append under this epoch was refused. */
  refused(bridge: Bridge, epoch: number): void;
}
