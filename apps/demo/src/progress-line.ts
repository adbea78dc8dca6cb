import { grouped } from './figures-table.js';
import type { RelayLedger } from './status.external.js';

/** The interval between lines without a terminal. */
const LINE_EVERY_MS = 5000;
const ERASE_LINE = '\r\u001B[2K';

/** Shows the progress of the demo in one line, which a terminal shows in place. */
export class ProgressLine {
  readonly #output: NodeJS.WriteStream;
  #shown = false;
  #writtenAt = -Infinity;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  show(phase: string, { totals }: RelayLedger, reports: number, now: number): void {
    const figures = [
      `received ${grouped(totals.received)}`,
      `reported ${grouped(totals.reported)}`,
      `waiting ${grouped(totals.waiting)}`,
      `in ${grouped(reports)} reports`,
    ];
    const line = `${phase}  ${figures.join('  ')}`;
    if (this.#output.isTTY) {
      this.#output.write(`${ERASE_LINE}${line}`);
      this.#shown = true;
    } else if (now - this.#writtenAt >= LINE_EVERY_MS) {
      this.#output.write(`${line}\n`);
      this.#writtenAt = now;
    }
  }

  /** Ends the line, so that other output can follow. */
  end(): void {
    if (this.#shown) this.#output.write('\n');
    this.#shown = false;
  }
}
