import { Block, BlockList, OneOf, Optional, RawBlock } from '#options';
import { ApiOptions } from './api.options.js';
import { ConsoleOptions } from './console.options.js';
import { BridgeOptions } from './bridge.options.js';
import { BufferOptions } from './buffer.options.js';
import { MetastudioOptions } from './metastudio.options.js';
import { NoticesOptions } from './notices.options.js';
import { QueueOptions } from './queue.options.js';
import { RedisOptions } from './redis.options.js';

/** The whole file. */
export class FileOptions {
  @Optional()
  @Block(() => MetastudioOptions)
  metastudio?: MetastudioOptions;

  /** By name; each is a {@link MetastudioOptions}. */
  @Optional()
  @RawBlock()
  projects?: Record<string, unknown>;

  /** Required unless there is an `api` block. */
  @Optional()
  @BlockList(() => BridgeOptions, 10_000)
  bridges?: BridgeOptions[];

  /** Bridges are made through the API, too. */
  @Optional()
  @Block(() => ApiOptions)
  api?: ApiOptions;

  /** Tells people in a chat what goes wrong. */
  @Optional()
  @Block(() => NoticesOptions)
  notices?: NoticesOptions;

  @Optional()
  @Block(() => ConsoleOptions)
  console: ConsoleOptions = new ConsoleOptions();

  @Optional()
  @Block(() => BufferOptions)
  buffer: BufferOptions = new BufferOptions();

  /** What became of each event of the last minutes; `auto`: of targets that choose. */
  @Optional()
  @OneOf(['auto', 'on', 'off'])
  trail: 'auto' | 'on' | 'off' = 'auto';

  /** How a trail keeps what viewers wrote and who they are. */
  @Optional()
  @OneOf(['plain', 'sealed', 'absent'])
  trailWords: 'plain' | 'sealed' | 'absent' = 'plain';

  @Optional()
  @Block(() => QueueOptions)
  queue: QueueOptions = new QueueOptions();

  @Optional()
  @Block(() => RedisOptions)
  redis: RedisOptions = new RedisOptions();
}
