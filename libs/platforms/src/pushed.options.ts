import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** What every source takes that is pushed to us. */
export class PushedOptions {
  /**
   * What whoever pushes must show, in the Authorization header or as `?token=`: the bridge's own,
   * so that one who can push events here can do nothing else.
   */
  @IsOptional()
  @Matches(/^[\w.~+/=-]{1,256}$/, {
    message: '$property must be 1 to 256 of A-Z, a-z, 0-9 and . _ ~ + / = -',
  })
  token?: string;

  /**
   * How many requests, and frames of WebSockets, one process takes a second; for a moment twice
   * as many. What is over it gets 429; a WebSocket waits. @defaultValue 1000
   */
  @IsOptional()
  @IsInt({ message: '$property must be a whole number from 1 to 100000' })
  @Min(1, { message: '$property must be a whole number from 1 to 100000' })
  @Max(100_000, { message: '$property must be a whole number from 1 to 100000' })
  requestsPerSecond?: number;
}
