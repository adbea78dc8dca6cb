/** A time in the unit in which people think of it. */
export interface TimeInUnit {
  readonly amount: number;
  readonly unit: 's' | 'min' | 'h';
}

/** From two minutes on in minutes, from two hours on in hours. */
export function timeInUnit(ms: number): TimeInUnit {
  if (ms < 120_000) return { amount: ms / 1000, unit: 's' };
  return ms < 7_200_000
    ? { amount: ms / 60_000, unit: 'min' }
    : { amount: ms / 3_600_000, unit: 'h' };
}
