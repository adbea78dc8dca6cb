import { Flag, Optional } from '#options';

/** What the console shows. */
export class ConsoleOptions {
  /**
   * Events of viewers as they pass. Left out: where the process listens on loopback alone, and
   * nowhere else.
   */
  @Optional()
  @Flag()
  showEvents?: boolean;
}
