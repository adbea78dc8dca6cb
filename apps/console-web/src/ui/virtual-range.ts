/** The rows from `from` up to `to`, which is excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How many rows are drawn beyond each edge, for scrolling and for the focus. */
const BEYOND = 8;
/** A range moves in steps of this many rows, so that scrolling redraws less often. */
const STEP = 4;

/** The rows to draw. @param scrolled how far the first row is above the window. */
export function virtualRange(scrolled: number, height: number, rowHeight: number): Range {
  const first = Math.floor(scrolled / rowHeight) - BEYOND;
  const last = Math.ceil((scrolled + height) / rowHeight) + BEYOND;
  const from = Math.max(0, Math.floor(first / STEP) * STEP);
  return { from, to: Math.max(from, Math.ceil(last / STEP) * STEP) };
}
