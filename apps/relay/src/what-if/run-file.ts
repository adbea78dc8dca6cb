import { createReadStream } from 'node:fs';
import type { BridgeConfig } from '#config';
import type { SourceCatalogue } from '#platforms';
import { FrameLines, type FrameLine } from '../recording/frame-lines.js';
import { parseFrame } from '../recording/recorded-frame.js';
import { RecordedRun } from './recorded-run.js';

export interface RunOfFile {
  readonly run: RecordedRun;
  /** How many lines are no recorded frames. */
  readonly strangeLines: number;
}

/** What to say of a recording that holds something else; `undefined` where it does not. */
export function strangeLinesText({ strangeLines }: RunOfFile): string | undefined {
  if (strangeLines === 0) return undefined;
  return strangeLines === 1
    ? '1 line is no recorded frame'
    : `${strangeLines} lines are no recorded frames`;
}

/**
 * Runs a recording, as `record` writes it, through a bridge.
 *
 * @throws the error of the file.
 */
export async function runFile(
  file: string,
  config: BridgeConfig,
  sources: SourceCatalogue,
  signal: AbortSignal,
): Promise<RunOfFile> {
  const definition = sources.get(config.source.type)!;
  const run = new RecordedRun(config, definition.decoder(config.source.options));
  let strangeLines = 0;
  const give = (lines: Iterable<FrameLine>): void => {
    for (const { bytes } of lines) {
      const frame = bytes === undefined ? undefined : parseFrame(bytes);
      if (frame !== undefined) run.give(frame);
      else if (bytes?.length !== 0) strangeLines++;
    }
  };
  const lines = new FrameLines();
  for await (const chunk of createReadStream(file)) {
    if (signal.aborted) break;
    give(lines.push(chunk as Buffer));
  }
  give(lines.end());
  run.end();
  return { run, strangeLines };
}
