import { setImmediate } from 'node:timers/promises';
import type { BridgeConfig } from '#config';
import type { SourceDefinition } from '#platforms';
import { parseFrame } from '../recording/recorded-frame.js';
import type { ReportedEvent, RunEvent } from './event-run.js';
import { RecordedRun } from './recorded-run.js';

/** After this many bytes the event loop turns: a frame may hold thousands of events. */
const BYTES_AT_ONCE = 32 * 1024;

/** Runs the lines of a recording, as `record` writes them, through a bridge. */
export class RecordedLines {
  /** How many lines are no recorded frames. */
  strangeLines = 0;
  readonly #run: RecordedRun;

  constructor(config: BridgeConfig, { decoder }: Pick<SourceDefinition, 'decoder'>) {
    this.#run = new RecordedRun(config, decoder(config.source.options));
  }

  get frames(): number {
    return this.#run.frames;
  }

  get events(): readonly RunEvent[] {
    return this.#run.events;
  }

  get reported(): readonly ReportedEvent[] {
    return this.#run.reported;
  }

  /** Runs all lines, in order. */
  async give(lines: readonly Buffer[]): Promise<void> {
    let bytes = 0;
    for (const line of lines) {
      bytes += line.length;
      if (bytes > BYTES_AT_ONCE) {
        await setImmediate();
        bytes = 0;
      }
      const frame = parseFrame(line);
      if (frame !== undefined) this.#run.give(frame);
      else if (line.length > 0) this.strangeLines++;
    }
    this.#run.end();
  }
}
