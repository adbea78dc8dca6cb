import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { BridgeConfig } from '#config';
import { redisTroubleOf, ReportQueue } from '#event-buffer';
import type { SourceDefinition } from '#platforms';
import { FrameReplay } from '../../recording/frame-replay.js';
import { parseFrame } from '../../recording/recorded-frame.js';
import { ReportUrlVault } from '../../projects/report-url-vault.js';
import { ReplayBridge } from '../../recording/replay-bridge.js';
import { loadSalt } from '../../buffer/load-salt.js';
import { stopWithin } from '../../process/stop-within.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { FrameLines, type FrameLine } from '../../recording/frame-lines.js';
import { textOption } from '../listing/filter-options.js';
import { Progress } from '../terminal/progress.js';
import { withBuffer, type CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { installedBridge } from './installed-bridge.js';

/** Ending the process is not enough where no other one reports, or the Redis is its own. */
const WITHOUT_COLLECTING = 'RELAY_ROLES=reporter,console, so that it reports and collects nothing';

const SPEED_MAX = 1000;
const DRAIN_MS = 10_000;
const CLOSE_MS = 1000;
/** How many lines that are no frames are listed. */
const NAMED_MAX = 10;

/** `replay`: recorded frames, through a bridge, to MetaStudio. */
export const replayCommand: CliCommand = {
  name: 'replay',
  summary: 'feed recorded frames through a bridge, as if they came now',
  details: `Takes what \`record\` wrote. Frames go through the bridge's decoder and filters into its target's
buffer, with the bridge's lease, and a running reporter reports them: to MetaStudio. It refuses
while another process holds the bridge; RELAY_ROLES=reporter,console has the relay report without collecting. Events count as received now; one whose message id was
seen in the last ten minutes is a duplicate, as ever.

Exit codes: 0 all frames were replayed; 1 it was interrupted, the bridge is held by another, or
lines were no frames; 2 a wrong option, or a file that cannot be read.`,
  examples: ['live-relay replay frames.jsonl --bridge shop --speed 10'],
  arguments: [['<file>', 'JSON Lines, as `record` writes them']],
  options: [
    ['--bridge <name>', 'of the file or the API', 'required'],
    ['--speed <x>', 'so many times as fast as recorded, or max (default: 1)'],
  ],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const bridge = await installedBridge(options, buffer, context);
      if (bridge === undefined) return EXIT.unusable;
      const speed = speedOf(textOption(options, 'speed') ?? '1');
      if (speed === undefined) {
        await writeLines(context.stderr, [`--speed must be up to ${SPEED_MAX}, or max`]);
        return EXIT.unusable;
      }
      const file = textOption(options, 'file')!;
      const bytes = await sizeOf(file);
      if (bytes === undefined) {
        await writeLines(context.stderr, [`${file} cannot be read`]);
        return EXIT.unusable;
      }
      try {
        return await replayHeld(buffer, bridge, { file, bytes, speed }, context);
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        await writeLines(context.stderr, [`${file} cannot be read`]);
        return EXIT.unusable;
      }
    }),
};

interface Recording {
  readonly file: string;
  readonly bytes: number;
  readonly speed: number;
}

async function replayHeld(
  buffer: CliBuffer,
  config: BridgeConfig,
  recording: Recording,
  context: CliContext,
): Promise<ExitCode> {
  const { redis, keys } = buffer;
  const { redis: address, buffer: limits } = buffer.config;
  const definition = context.sources.get(config.source.type)!;
  const salt = await loadSalt(redis, keys, context.stopped, () => {});
  const queue = new ReportQueue(address, address, () => {});
  const isPushed = definition.inbound !== undefined;
  const vault = new ReportUrlVault(buffer.config.process.stateKey);
  const parts = { redis, keys, queue, salt, buffer: limits, isPushed, vault };
  const bridge = new ReplayBridge(config, parts);
  try {
    await bridge.start();
    if (!bridge.isHeld) {
      const held = `${config.name} is held by a process that runs: use another bridge, or start that anew with`;
      await writeLines(context.stderr, [`${held} ${WITHOUT_COLLECTING}`]);
      return EXIT.failed;
    }
    return await replayFile(bridge, definition.decoder(config.source.options), {
      ...recording,
      maxEvents: limits.maxEvents,
      context,
    });
  } finally {
    await stopWithin(DRAIN_MS + CLOSE_MS, bridge.stop(AbortSignal.timeout(DRAIN_MS)), () => {});
    await stopWithin(CLOSE_MS, queue.close(), () => {});
  }
}

async function replayFile(
  bridge: ReplayBridge,
  decoder: ReturnType<SourceDefinition['decoder']>,
  {
    file,
    bytes,
    speed,
    maxEvents,
    context,
  }: Recording & { maxEvents: number; context: CliContext },
): Promise<ExitCode> {
  const { stderr, stopped } = context;
  const progress = new Progress(stderr, 'bytes replayed', bytes);
  const waits = (what: string): void => progress.advance(0, what);
  const replay = new FrameReplay(decoder, bridge, { speed, maxEvents, stopped, waits });
  const strange: number[] = [];
  const give = async (lines: Iterable<FrameLine>): Promise<void> => {
    for (const line of lines) {
      if (stopped.aborted || !bridge.isHeld) return;
      const frame = line.bytes === undefined ? undefined : parseFrame(line.bytes);
      if (frame !== undefined) await replay.give(frame);
      else if (line.bytes?.length !== 0) strange.push(line.number);
      progress.advance(line.bytes === undefined ? 0 : line.bytes.length + 1);
    }
  };
  const lines = new FrameLines();
  for await (const chunk of chunksOf(file)) {
    await give(lines.push(chunk));
    if (stopped.aborted || !bridge.isHeld) break;
  }
  await give(lines.end());
  const isWhole = !stopped.aborted && bridge.isHeld;
  await bridge.drained(AbortSignal.timeout(DRAIN_MS));
  progress.end(isWhole ? '' : bridge.isHeld ? 'interrupted' : whyLost(bridge));
  await writeLines(stderr, accountOf(replay, bridge, strange));
  return isWhole && strange.length === 0 ? EXIT.ok : EXIT.failed;
}

function whyLost({ lastError }: ReplayBridge): string {
  const { sentence } = lastError === undefined ? {} : redisTroubleOf(lastError);
  return `another process took the bridge${sentence === undefined ? '' : ` (${sentence})`}`;
}

function accountOf(replay: FrameReplay, bridge: ReplayBridge, strange: number[]): string[] {
  const { received, dropped } = bridge;
  const lost = [...dropped.values()].reduce((sum, count) => sum + count, 0);
  const named = strange.slice(0, NAMED_MAX).map((line) => `line ${line} is no recorded frame`);
  const more = strange.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [`… and ${more} more`] : []),
    `${replay.frames} frames (${replay.malformedFrames} times not understood), ${received} events: ` +
      `${received - lost} appended, ${lost} dropped`,
    ...[...dropped].map(([reason, count]) => `  dropped ${reason}: ${count}`),
  ];
}

function speedOf(text: string): number | undefined {
  if (text === 'max') return Infinity;
  const speed = Number(text);
  return speed > 0 && speed <= SPEED_MAX ? speed : undefined;
}

/** @throws {UnreadableError} where it cannot be read, which no failure of Redis is. */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const chunks = createReadStream(file)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { value, done = false } = await chunks.next().catch(() => {
        throw new UnreadableError();
      });
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

class UnreadableError extends Error {}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    // The caller reports it.
    return undefined;
  }
}
