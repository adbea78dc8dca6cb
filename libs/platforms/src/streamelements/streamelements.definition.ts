import { OneOf, Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { presetSource } from '../preset.js';
import { IsWebSocketUrl } from '../web-socket-url.js';
import { STREAMELEMENTS } from './streamelements.mapping.js';

export const STREAMELEMENTS_URL = 'wss://astro.streamelements.com';
const TOPICS = ['channel.chat.message', 'channel.activities', 'channel.tips'] as const;

/** What `streamelements` takes in the file. */
export class StreamElementsOptions {
  /** @defaultValue {@link STREAMELEMENTS_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  @Text("the JWT or API key of the channel's owner", /^[!-z|~]{1,4096}$/, TO_CONNECT)
  @WriteOnly()
  readonly token!: string;

  /** @defaultValue `jwt` */
  @Optional()
  @OneOf(['jwt', 'apikey'])
  readonly tokenType?: 'jwt' | 'apikey';

  /** The channel, where the token is good for several. */
  @Optional()
  @Text("the id of the channel in StreamElements' dashboard", /^[0-9a-f]{24}$/)
  readonly channel?: string;
}

/** `streamelements`: chats, follows, subscriptions and tips through StreamElements' Astro. */
export const streamelements = presetSource<StreamElementsOptions>({
  type: 'streamelements',
  Options: StreamElementsOptions,
  mapping: () => STREAMELEMENTS,
  connection: ({ url = STREAMELEMENTS_URL, token, tokenType = 'jwt', channel: room }) => ({
    url,
    onOpen: TOPICS.map((topic) =>
      JSON.stringify({
        type: 'subscribe',
        nonce: topic,
        data: { topic, ...(room !== undefined && { room }), token, token_type: tokenType },
      }),
    ),
    answers: [
      { when: { type: 'response', error: 'err_unauthorized' }, means: 'refused' },
      { when: { type: 'response', error: { absent: true } }, means: 'ready' },
    ],
  }),
});
