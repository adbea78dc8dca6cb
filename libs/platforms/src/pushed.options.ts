import { Optional, Text, Whole, WriteOnly } from '#options';

/** What every source takes that is pushed to us. */
export class PushedOptions {
  /**
   * What a sender must show, in the Authorization header or as `?token=`: the bridge's own,
   * so that one who can push events here can do nothing else.
   */
  @Optional()
  @Text('1 to 256 of A-Z, a-z, 0-9 and . _ ~ + / = -', /^[\w.~+/=-]{1,256}$/)
  @WriteOnly()
  token?: string;

  /**
   * How many requests, and frames of WebSockets, one process takes a second; for a moment twice
   * as many. What is over it gets 429; a WebSocket waits. @defaultValue 1000
   */
  @Optional()
  @Whole(1, 100_000)
  requestsPerSecond?: number;
}
