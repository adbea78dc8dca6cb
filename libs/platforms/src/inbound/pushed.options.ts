import { Optional, Text, Whole, WriteOnly } from '#options';

/** The keys of every source that is pushed to us. */
export class PushedOptions {
  /**
   * The token that a sender must present, in the Authorization header or as `?token=`. It is the
   * bridge's own, so that a sender can push its events and do nothing else.
   */
  @Optional()
  @Text('1 to 256 of A-Z, a-z, 0-9 and . _ ~ + / = -', /^[\w.~+/=-]{1,256}$/)
  @WriteOnly()
  token?: string;

  /**
   * How many requests and WebSocket frames one process takes a second; twice as many for a moment.
   * Above it a request is answered with 429, and a WebSocket waits. @defaultValue 1000
   */
  @Optional()
  @Whole(1, 100_000)
  requestsPerSecond?: number;
}
