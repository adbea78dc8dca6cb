import { MappingOptions } from '#source';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';
import { IsRequestHeaders } from './request-headers.js';

/** How often a heartbeat goes out where nothing is said. */
export const HEARTBEAT_SECONDS_DEFAULT = 30;
/** The longest text that is sent, in characters. */
export const SENT_TEXT_MAX = 65_536;
/** The most frames that are sent after connecting. */
export const ON_OPEN_MAX = 16;

/** What keeps a connection alive: a text, or a ping of the WebSocket itself. */
export class HeartbeatOptions {
  @ValidateIf(({ send, ws }: HeartbeatOptions) => ws === undefined || send !== undefined)
  @MaxLength(SENT_TEXT_MAX, {
    message: `must be a text of at most ${SENT_TEXT_MAX} characters, or ws: ping in its place`,
  })
  readonly send?: string;

  @ValidateIf(({ ws }: HeartbeatOptions) => ws !== undefined)
  @IsIn(['ping'], { message: 'must be ping' })
  readonly ws?: 'ping';

  /** @defaultValue {@link HEARTBEAT_SECONDS_DEFAULT} */
  @IsOptional()
  @IsNumber({}, { message: 'must be a number of seconds from 1 to 3600' })
  @Min(1, { message: 'must be a number of seconds from 1 to 3600' })
  @Max(3600, { message: 'must be a number of seconds from 1 to 3600' })
  readonly everySeconds?: number;
}

/** What `websocket` takes in the file: any server that sends JSON. */
export class WebSocketOptions {
  @IsWebSocketUrl({ groups: ['connect'] })
  readonly url!: string;

  /** Sent with the request for the connection. */
  @IsOptional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  @IsOptional()
  @IsArray({ message: 'must be a list of subprotocol names' })
  @ArrayMaxSize(16, { message: 'must have at most 16 subprotocols' })
  @ArrayUnique({ message: 'must not name a subprotocol twice' })
  @Matches(/^[\w!#$%&'*+.^`|~-]{1,128}$/, {
    each: true,
    message: 'must be a list of subprotocol names, without spaces',
  })
  readonly subprotocols?: string[];

  /** Text frames that are sent after connecting, in this order. */
  @IsOptional()
  @IsArray({ message: 'must be a list of texts' })
  @ArrayMaxSize(ON_OPEN_MAX, { message: `must have at most ${ON_OPEN_MAX} texts` })
  @MaxLength(SENT_TEXT_MAX, {
    each: true,
    message: `must be a list of texts of at most ${SENT_TEXT_MAX} characters: put JSON in quotes`,
  })
  readonly onOpen?: string[];

  /** Without one, a quiet server is pinged before it counts as dead. */
  @IsOptional()
  @IsObject({ message: 'must be { send: a text, everySeconds: 20 } or { ws: ping }' })
  @ValidateNested()
  @Type(() => HeartbeatOptions)
  readonly heartbeat?: HeartbeatOptions;

  /** With no frame for so long the connection is made anew. */
  @IsOptional()
  @IsNumber({}, { message: 'must be a number of seconds from 1 to 86400' })
  @Min(1, { message: 'must be a number of seconds from 1 to 86400' })
  @Max(86_400, { message: 'must be a number of seconds from 1 to 86400' })
  readonly silenceSeconds?: number;

  @IsObject({ message: 'must be a block with platform and rules' })
  @ValidateNested()
  @Type(() => MappingOptions)
  readonly mapping!: MappingOptions;
}
