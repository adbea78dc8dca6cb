import { Decimal, OnlyIf, Optional, Text, TO_CONNECT, Whole, WriteOnly } from '#options';
import { IsHttpUrl } from '../options/web-socket-url.js';

export const YOUTUBE_URL = 'https://www.googleapis.com/youtube/v3';
export const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';
/** A project's daily quota, unless Google has granted more. */
export const QUOTA_DEFAULT = 10_000;

/** The keys that `youtube` takes in the file. */
export class YouTubeOptions {
  /** @defaultValue {@link YOUTUBE_URL} */
  @Optional()
  @IsHttpUrl()
  readonly url?: string;

  /**
   * In place of `apiKey`: an OAuth client, and the refresh token of an account that may see the
   * chat.
   */
  @OnlyIf(
    ({ apiKey, refreshToken }: YouTubeOptions) =>
      apiKey !== undefined || refreshToken === undefined,
  )
  @Text(
    "an API key of Google's console, with the YouTube Data API, or clientId, clientSecret and refreshToken in its place",
    /^[\w-]{1,256}$/,
    TO_CONNECT,
  )
  @WriteOnly()
  readonly apiKey?: string;

  @OnlyIf(isByOAuth)
  @Text("the id of an OAuth client of Google's console", /^[!-~]{1,256}$/, TO_CONNECT)
  readonly clientId?: string;

  @OnlyIf(isByOAuth)
  @Text("the OAuth client's secret", /^[!-~]{1,256}$/, TO_CONNECT)
  @WriteOnly()
  readonly clientSecret?: string;

  @OnlyIf(isByOAuth)
  @Text(
    'the refresh token of the streamer, or of whoever may see the chat (scope youtube.readonly)',
    /^[!-~]{1,4096}$/,
    TO_CONNECT,
  )
  @WriteOnly()
  readonly refreshToken?: string;

  /** Where tokens are renewed. @defaultValue {@link GOOGLE_TOKEN_URL} */
  @Optional()
  @IsHttpUrl()
  readonly tokenUrl?: string;

  /** The live stream, from its address. @defaultValue with OAuth, the account's own stream */
  @OnlyIf(
    ({ videoId, liveChatId, refreshToken }: YouTubeOptions) =>
      videoId !== undefined || (liveChatId === undefined && refreshToken === undefined),
  )
  @Text('the id of the video, 11 characters, or liveChatId in its place', /^[\w-]{11}$/, TO_CONNECT)
  readonly videoId?: string;

  /** In place of `videoId`: the id of the chat itself. */
  @Optional()
  @Text('the id of the live chat', /^[\w%=-]{1,256}$/)
  readonly liveChatId?: string;

  /** The most units to spend from midnight to midnight, Pacific time. @defaultValue 10000 */
  @Optional()
  @Whole(100, 100_000_000)
  readonly quotaPerDay?: number;

  /** The shortest interval between two requests, to save quota. @defaultValue as YouTube says */
  @Optional()
  @Decimal(1, 600)
  readonly everySeconds?: number;
}

function isByOAuth({ clientId, clientSecret, refreshToken }: YouTubeOptions): boolean {
  return clientId !== undefined || clientSecret !== undefined || refreshToken !== undefined;
}
