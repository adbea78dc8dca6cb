import type { BufferKeys, BufferRedis, LedgerReader, ReportQueue } from '#event-buffer';
import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { TargetWaker } from '../buffer/target-waker.js';
import { ChoicePolicies } from './choice-policies.js';
import { WindowCloser, type WindowCloserListener } from './window-closer.js';

export interface CloserParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: LedgerReader;
  readonly queue: ReportQueue;
  readonly listener: WindowCloserListener;
  readonly paceScale?: number | undefined;
}

/** Ends the windows of all targets that the catalogue has, from now on. */
export async function startCloser(
  parts: CloserParts,
  catalogue: BridgeCatalogue,
): Promise<WindowCloser> {
  const policies = new ChoicePolicies();
  // Attached before the bridges are collected: their events are chosen by these policies.
  await catalogue.attach(policies);
  const waker = new TargetWaker({ ...parts, onError: (error) => parts.listener.failed(error) });
  const closer = new WindowCloser({ ...parts, policies, waker });
  closer.start();
  return closer;
}
