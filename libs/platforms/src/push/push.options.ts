import { Block, Optional } from '#options';
import { MappingOptions } from '#source';
import { PushedOptions } from '../inbound/pushed.options.js';

/** The keys that `push` takes in the file: a sender of JSON, over HTTP or a WebSocket. */
export class PushOptions extends PushedOptions {
  /** @defaultValue {@link PLAIN_EVENTS} */
  @Optional()
  @Block(() => MappingOptions, 'a block with platform and rules')
  readonly mapping?: MappingOptions;
}
