import type { Writable } from 'node:stream';
import { cutToWidth } from '../../listing/display-width.js';

/** Where progress is shown; only a terminal has columns. */
type Shown = Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };

/** The shortest time between two drawings on a terminal, in ms; elsewhere, between two lines. */
const DRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;
const BAR_CHARACTERS = 24;
const CLEAR_LINE = '\r\u001B[K';

/**
 * Shows how far a command is: a bar on a terminal, a line now and then elsewhere, and one at its
 * end in any case.
 */
export class Progress {
  readonly #to: Shown;
  readonly #what: string;
  readonly #total: number | undefined;
  #done = 0;
  #shownAt = performance.now();

  /**
   * @param what is counted, such as `dead letters put back`.
   * @param total absent if it is unknown.
   */
  constructor(to: Shown, what: string, total?: number) {
    this.#to = to;
    this.#what = what;
    this.#total = total;
    if (this.#isTerminal) this.#draw('');
  }

  get done(): number {
    return this.#done;
  }

  /**
   * Adds to what is done.
   *
   * @param detail what it waits for, where it does.
   */
  advance(count: number, detail = ''): void {
    this.#done += count;
    const now = performance.now();
    if (now - this.#shownAt < (this.#isTerminal ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
    this.#shownAt = now;
    this.#draw(detail);
  }

  /** Ends the progress, whether all is done or not. */
  end(detail = ''): void {
    this.#draw(detail);
    if (this.#isTerminal) this.#to.write('\n');
  }

  get #isTerminal(): boolean {
    return this.#to.isTTY === true;
  }

  #draw(detail: string): void {
    const done = this.#total === undefined ? this.#done : `${this.#done} of ${this.#total}`;
    const line = `${done} ${this.#what}${detail === '' ? '' : `; ${detail}`}`;
    if (!this.#isTerminal) this.#to.write(`${line}\n`);
    // A second line of the terminal would stay as it is drawn anew.
    else this.#to.write(CLEAR_LINE + cutToWidth(this.#bar() + line, this.#to.columns || Infinity));
  }

  #bar(): string {
    if (this.#total === undefined) return '';
    const part = this.#total === 0 ? 1 : Math.min(1, this.#done / this.#total);
    const full = Math.floor(part * BAR_CHARACTERS);
    const percent = `${Math.floor(part * 100)} %`.padStart(5);
    return `[${'#'.repeat(full)}${'.'.repeat(BAR_CHARACTERS - full)}]${percent} `;
  }
}
