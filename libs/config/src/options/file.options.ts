import { Block, BlockList, Optional, RawBlock } from '#options';
import { BridgeOptions } from './bridge.options.js';
import { BufferOptions } from './buffer.options.js';
import { MetastudioOptions } from './metastudio.options.js';
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

  @BlockList(() => BridgeOptions, 10_000)
  bridges!: BridgeOptions[];

  @Optional()
  @Block(() => BufferOptions)
  buffer: BufferOptions = new BufferOptions();

  @Optional()
  @Block(() => RedisOptions)
  redis: RedisOptions = new RedisOptions();
}
