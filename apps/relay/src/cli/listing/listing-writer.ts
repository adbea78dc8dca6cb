import type { Writable } from 'node:stream';
import { writeLines } from '../terminal/write-lines.js';
import { cutToWidth, displayWidth, padToWidth } from '../../listing/display-width.js';

/** Takes the elements of a listing one after the other, and never holds more than a page. */
export interface ListingWriter<T> {
  /** @returns `false` once the reader of our output has gone. */
  add(element: T): Promise<boolean>;
  /** All elements have come. */
  end(): Promise<void>;
}

/** A column of a table: what stands above it and how it is read off an element. */
export interface Column<T> {
  readonly title: string;
  readonly textOf: (element: T) => string;
  /** An id is never cut: it is there to be copied. */
  readonly isId?: boolean;
}

/** How many rows decide the widths of the columns, and are written together. */
const PAGE_ROWS = 100;
const CELL_COLUMNS_MAX = 40;

/**
 * Writes a table for people. The first page tells how wide its columns are; a wider cell that
 * comes later pushes its row. Cells are cut on a terminal alone, and ids never.
 */
export class TableWriter<T> implements ListingWriter<T> {
  readonly #to: Writable;
  readonly #columns: readonly Column<T>[];
  #rows: string[][] = [];
  #widths: readonly number[] | undefined;
  /** A reader of a pipe wants what a terminal has no room for. */
  readonly #cellColumnsMax: number;

  constructor(to: Writable, columns: readonly Column<T>[]) {
    this.#to = to;
    this.#columns = columns;
    const isTerminal = (to as Partial<NodeJS.WriteStream>).isTTY === true;
    this.#cellColumnsMax = isTerminal ? CELL_COLUMNS_MAX : Infinity;
  }

  async add(element: T): Promise<boolean> {
    this.#rows.push(
      this.#columns.map(({ textOf, isId = false }) =>
        cutToWidth(textOf(element), isId ? Infinity : this.#cellColumnsMax),
      ),
    );
    return this.#rows.length < PAGE_ROWS || this.#write();
  }

  async end(): Promise<void> {
    if (this.#rows.length > 0) await this.#write();
  }

  async #write(): Promise<boolean> {
    const first = this.#widths === undefined;
    const rows = first ? [this.#columns.map(({ title }) => title), ...this.#rows] : this.#rows;
    this.#rows = [];
    const widths = (this.#widths ??= this.#columns.map((_, i) => {
      return Math.max(...rows.map((row) => displayWidth(row[i]!)));
    }));
    return writeLines(
      this.#to,
      rows.map((row) =>
        row
          .map((cell, i) => padToWidth(cell, widths[i]!))
          .join('  ')
          .trimEnd(),
      ),
    );
  }
}

/**
 * Writes one JSON array, an element a line. Where the listing fails half-way the array stays open,
 * so that no part is taken for the whole.
 */
export class JsonWriter<T> implements ListingWriter<T> {
  readonly #to: Writable;
  #lines: string[] = ['['];
  /** The last element, not written yet: whether a comma follows it is not known. */
  #last: string | undefined;

  constructor(to: Writable) {
    this.#to = to;
  }

  async add(element: T): Promise<boolean> {
    if (this.#last !== undefined) this.#lines.push(`${this.#last},`);
    this.#last = JSON.stringify(element);
    if (this.#lines.length < PAGE_ROWS) return true;
    const lines = this.#lines;
    this.#lines = [];
    return writeLines(this.#to, lines);
  }

  async end(): Promise<void> {
    const end = this.#last === undefined ? ['[]'] : [...this.#lines, this.#last, ']'];
    await writeLines(this.#to, end);
  }
}
