import type { BridgeConfig } from '#config';
import {
  DeadLetters,
  PassingEvents,
  ReportQueue,
  type LedgerRow,
  type PassingEvent,
} from '#event-buffer';
import { encodeLiveEvent } from '#live-event';
import { pause } from '#timing';
import { ReportUrlVault } from '../../projects/report-url-vault.js';
import { ReplayBridge } from '../../recording/replay-bridge.js';
import type { TestEvent } from '../../recording/test-event.js';
import { loadSalt } from '../../buffer/load-salt.js';
import { stopWithin } from '../../process/stop-within.js';
import { LedgerStatusReader } from '../../status/ledger-status.reader.js';
import type { CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { shownText } from '../../listing/shown-text.js';
import { auditCommand } from '../context/audit-command.js';
import type { CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { eventLine } from './event-line.js';

const APPEND_MS = 5000;
const CLOSE_MS = 1000;
const LOOK_EVERY_MS = 100;

/** Sends an event through a bridge, and tells what became of it. */
export async function sendTestEvent(
  buffer: CliBuffer,
  bridgeConfig: BridgeConfig,
  event: TestEvent,
  { waitMs, context }: { readonly waitMs: number; readonly context: CliContext },
): Promise<ExitCode> {
  const { redis, keys, ledger } = buffer;
  const { redis: address, buffer: limits, process, trail: config } = buffer.config;
  const { stdout, stderr, stopped } = context;
  const salt = await loadSalt(redis, keys, stopped, () => {});
  const queue = new ReportQueue(address, address, () => {});
  const vault = new ReportUrlVault(process.stateKey);
  // It is appended on a lane of its own, whichever process holds the bridge.
  const trail = { config, stateKey: process.stateKey };
  const parts = { redis, keys, queue, salt, buffer: limits, isPushed: true, vault, trail };
  const bridge = new ReplayBridge(bridgeConfig, parts);
  const { target } = bridge;
  const passing = new PassingEvents(redis, keys, target);
  const rowNow = async (): Promise<LedgerRow | undefined> =>
    (await ledger.rowsOf(target)).find((row) => row.bridge === bridgeConfig.name);
  try {
    await bridge.start();
    await passing.start();
    const before = await rowNow();
    const lettersFrom = await new DeadLetters(redis, keys).latest(target);
    const at = Date.now();
    bridge.sink.event(event, at);
    await bridge.drained(AbortSignal.timeout(APPEND_MS));
    await auditCommand(buffer, 'bridge.test-event', bridgeConfig.name);
    const [dropped] = bridge.dropped.keys();
    if (dropped !== undefined) {
      await writeLines(stderr, [
        `dropped: ${dropped}. The bridge's filter, or the buffer, is why.`,
      ]);
      return EXIT.failed;
    }
    await writeLines(stdout, [`sent: ${eventLine(at, encodeLiveEvent(event, at))}`]);
    const own = await findOwn(passing, event.user.userId, stopped);
    const isSettled = await settled(passing, own, waitMs, stopped);
    const waited = ((Date.now() - at) / 1000).toFixed(1);
    if (!isSettled) {
      const why = await whyWaiting(buffer, target);
      await writeLines(stderr, [`it still waits in ${target} after ${waited} s: ${why}`]);
      return EXIT.failed;
    }
    const sentence = await endOf(buffer, target, {
      own,
      before,
      after: await rowNow(),
      lettersFrom,
    });
    if (sentence !== undefined) {
      await writeLines(stderr, [sentence]);
      return EXIT.failed;
    }
    await writeLines(stdout, [`reported to MetaStudio, which accepted it, within ${waited} s`]);
    return EXIT.ok;
  } finally {
    await stopWithin(APPEND_MS + CLOSE_MS, bridge.stop(AbortSignal.timeout(APPEND_MS)), () => {});
    await stopWithin(CLOSE_MS, queue.close(), () => {});
  }
}

/** The event in the buffer; `undefined` where it was settled before anybody looked. */
async function findOwn(passing: PassingEvents, userId: string, stopped: AbortSignal) {
  for (;;) {
    const read = await passing.next();
    const own = read.find(({ fragment }) => fragment.includes(userId));
    if (own !== undefined || read.length === 0 || stopped.aborted) return own;
  }
}

async function settled(
  passing: PassingEvents,
  own: PassingEvent | undefined,
  waitMs: number,
  stopped: AbortSignal,
): Promise<boolean> {
  if (own === undefined) return true;
  const until = performance.now() + waitMs;
  while (await passing.isWaiting(own.entry)) {
    if (performance.now() >= until || stopped.aborted) return false;
    await pause(LOOK_EVERY_MS, stopped);
  }
  return true;
}

interface End {
  readonly own: PassingEvent | undefined;
  readonly before: LedgerRow | undefined;
  readonly after: LedgerRow | undefined;
  readonly lettersFrom: string | undefined;
}

/** @returns the reason for which it was not reported; `undefined` where it was. */
async function endOf(
  { redis, keys }: CliBuffer,
  target: string,
  { own, before, after, lettersFrom }: End,
): Promise<string | undefined> {
  const letters = await new DeadLetters(redis, keys).page(target, lettersFrom);
  const dead = letters.letters.find(({ fragment }) => fragment.toString() === own?.fragment);
  if (dead !== undefined) {
    const { code, message } = dead;
    return `MetaStudio refused it: ${shownText(code) ?? ''} ${shownText(message) ?? ''}. See live-relay dead-letters show ${dead.id}.`;
  }
  if ((after?.reported ?? 0) > (before?.reported ?? 0)) return undefined;
  const reasons = Object.entries(after?.dropped ?? {}).filter(
    ([reason, count]) => count > (before?.dropped[reason] ?? 0),
  );
  return `it was dropped: ${reasons.map(([reason]) => reason).join(', ') || 'nobody knows why'}`;
}

async function whyWaiting({ ledger }: CliBuffer, target: string): Promise<string> {
  const { targets, missingRoles } = await new LedgerStatusReader(ledger).read();
  if (missingRoles.includes('reporter')) return 'no reporter runs. Start one: live-relay start.';
  const state = targets.find((one) => one.target === target);
  const failing = state?.failing ?? state?.pausedReason;
  return `the target is ${state?.state ?? 'unknown'}${failing === undefined ? '' : ` (${failing})`}`;
}
