import { Decimal, OnlyIf, Optional, Text, TO_CONNECT, Whole, WriteOnly } from '#options';
import { IsHttpUrl } from '../web-socket-url.js';

export const YOUTUBE_URL = 'https://www.googleapis.com/youtube/v3';
/** What a project may spend in a day where Google has not given it more. */
export const QUOTA_DEFAULT = 10_000;

/** What `youtube` takes in the file. */
export class YouTubeOptions {
  /** @defaultValue {@link YOUTUBE_URL} */
  @Optional()
  @IsHttpUrl()
  readonly url?: string;

  @Text("an API key of Google's console, with the YouTube Data API", /^[\w-]{1,256}$/, TO_CONNECT)
  @WriteOnly()
  readonly apiKey!: string;

  /** The live stream, from its address. */
  @OnlyIf(
    ({ videoId, liveChatId }: YouTubeOptions) => videoId !== undefined || liveChatId === undefined,
  )
  @Text('the id of the video, 11 characters, or liveChatId in its place', /^[\w-]{11}$/, TO_CONNECT)
  readonly videoId?: string;

  /** In place of `videoId`: the chat itself. */
  @Optional()
  @Text('the id of the live chat', /^[\w%=-]{1,256}$/)
  readonly liveChatId?: string;

  /** How many units may be spent from midnight to midnight, Pacific time. @defaultValue 10000 */
  @Optional()
  @Whole(100, 100_000_000)
  readonly quotaPerDay?: number;

  /** The least from an answer to the next question, to save quota. @defaultValue as YouTube says */
  @Optional()
  @Decimal(1, 600)
  readonly everySeconds?: number;
}
