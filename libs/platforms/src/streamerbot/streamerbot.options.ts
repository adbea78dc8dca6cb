import { IsOptional, IsString, Length } from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Where Streamer.bot listens by default. */
export const STREAMERBOT_URL = 'ws://127.0.0.1:8080/';

/** What `streamerbot` takes in the file. */
export class StreamerbotOptions {
  /** The password of its WebSocket server, where it has one. */
  @IsOptional()
  @IsString({ message: '$property must be the password of the WebSocket server' })
  @Length(1, 256, { message: '$property must be the password of the WebSocket server' })
  readonly password?: string;

  /** @defaultValue {@link STREAMERBOT_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  readonly url?: string;
}
