/**
 * Why a target's next report waits, as its hash says: for its pace, its turn, another try, the end
 * of a pause, or a live job. Only a pace may be cut short by a full report.
 */
export type DelayCause = 'pace' | 'rate' | 'retry' | 'pause' | 'no-job';

/**
 * For what a reporter has a target parked, as its hash says: for its pace, for its turn, or, where nothing waits,
 * for its next events.
 */
export const PARKED = { forPace: '1', forTurn: '2', forEvents: '3' } as const;
export type Parked = (typeof PARKED)[keyof typeof PARKED];
