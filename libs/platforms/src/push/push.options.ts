import { MappingOptions } from '#source';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';
import { PushedOptions } from '../pushed.options.js';

/** What `push` takes in the file: whoever sends us JSON, over HTTP or a WebSocket. */
export class PushOptions extends PushedOptions {
  /** @defaultValue {@link PLAIN_EVENTS} */
  @IsOptional()
  @IsObject({ message: 'must be a block with platform and rules' })
  @ValidateNested()
  @Type(() => MappingOptions)
  readonly mapping?: MappingOptions;
}
