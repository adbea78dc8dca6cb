import { Flag, Optional, SecretText } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Where Streamer.bot listens by default. */
export const STREAMERBOT_URL = 'ws://127.0.0.1:8080/';

/** The keys that `streamerbot` takes in the file. */
export class StreamerbotOptions {
  /** The password of its WebSocket server, if it has one. */
  @Optional()
  @SecretText('the password of the WebSocket server', 256)
  readonly password?: string;

  /** Also takes events of its buttons "Test". @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;

  /** @defaultValue {@link STREAMERBOT_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
