/** Rows from `from` up to, and without, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Rows drawn beyond each edge, so that they are there when scrolled to or focused. */
const BEYOND = 8;
/** A range moves by so many rows at a time, so that not every step of scrolling redraws. */
const STEP = 4;

/** Which rows can be seen. @param scrolled how far the first row is above the window. */
export function virtualRange(scrolled: number, height: number, rowHeight: number): Range {
  const first = Math.floor(scrolled / rowHeight) - BEYOND;
  const last = Math.ceil((scrolled + height) / rowHeight) + BEYOND;
  const from = Math.max(0, Math.floor(first / STEP) * STEP);
  return { from, to: Math.max(from, Math.ceil(last / STEP) * STEP) };
}
