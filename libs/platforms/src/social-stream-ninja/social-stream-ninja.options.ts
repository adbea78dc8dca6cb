import { Flag, Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Social Stream Ninja's own server. */
export const SOCIAL_STREAM_NINJA_URL = 'wss://io.socialstream.ninja';

/** The keys that `social-stream-ninja` takes in the file. */
export class SocialStreamNinjaOptions {
  /**
   * The session id. It is a secret: everybody who knows it can read along and may control the tool.
   */
  @Text(
    "the session id in the tool's links, of letters, digits, _ and -",
    /^[\w-]{1,128}$/,
    TO_CONNECT,
  )
  @WriteOnly()
  readonly session!: string;

  /** Also takes messages that were made to test an overlay. @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;

  /** The server, such as `ws://127.0.0.1:3000` for a local one. @defaultValue {@link SOCIAL_STREAM_NINJA_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
