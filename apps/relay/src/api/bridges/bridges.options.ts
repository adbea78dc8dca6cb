import { BRIDGE_NAME } from '#config';
import { OneOf, Optional, RawBlock, Text, Whole } from '#options';
import { PageQuery } from '../requests/page.js';

/** Which bridges. */
export class BridgesQuery extends PageQuery {
  @Optional()
  @Text('a part of their names')
  q?: string;
}

export class ExportQuery {
  /** Those that were made through the API, or all. */
  @Optional()
  @OneOf(['api', 'all'])
  origin: 'api' | 'all' = 'api';
}

/** How a source is tried. */
export class TrialOptions {
  /** How long, at most. */
  @Optional()
  @Whole(1, 30)
  seconds = 10;

  /** After how many events it is enough. */
  @Optional()
  @Whole(1, 100)
  events = 20;
}

/** The same for a bridge that is not made yet. */
export class SpecTrialOptions extends TrialOptions {
  @RawBlock()
  spec!: Record<string, unknown>;

  /** The bridge that the spec would change: its secrets may be kept. */
  @Optional()
  @Text('the name of a bridge', BRIDGE_NAME)
  bridge?: string;
}
