/** The id and the time of a message, which all of its events share. */
export interface Stamp {
  readonly id: string | undefined;
  readonly timestamp: number | undefined;
}
