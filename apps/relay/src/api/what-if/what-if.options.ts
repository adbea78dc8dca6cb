import { Optional, RawBlock, Whole } from '#options';

/** What is changed, and how much of what changes is shown. */
export class WhatIfOptions {
  /** A merge patch (RFC 7396) of the bridge's spec, as PATCH takes it. */
  @RawBlock()
  patch!: Record<string, unknown>;

  /** How many of the events that change are shown. */
  @Optional()
  @Whole(0, 500)
  changes = 100;
}
