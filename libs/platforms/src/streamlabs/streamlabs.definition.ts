import { Flag, Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import type { SourceDefinition } from '../source-definition.js';
import { SocketIoDecoder } from '../socketio/socketio.decoder.js';
import { SocketIoSource } from '../socketio/socketio.source.js';
import { siteText } from '../chat-text/site-text.js';
import { IsAnyUrl } from '../options/web-socket-url.js';
import { streamlabsAbout } from './streamlabs.about.js';
import { streamlabsMapping } from './streamlabs.mapping.js';

const STREAMLABS_URL = 'https://sockets.streamlabs.com';

/** The keys that `streamlabs` takes in the file. */
class StreamlabsOptions {
  /** @defaultValue {@link STREAMLABS_URL} */
  @Optional()
  @IsAnyUrl()
  readonly url?: string;

  @Text("the socket API token of Streamlabs' settings", /^[!-~]{1,4096}$/, TO_CONNECT)
  @WriteOnly()
  readonly token!: string;

  /** Whether test events of the streamer count, too. @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;
}

/** `streamlabs`: donations, and other events of a Streamlabs account. */
export const streamlabs: SourceDefinition<StreamlabsOptions> = {
  type: 'streamlabs',
  about: streamlabsAbout,
  Options: StreamlabsOptions,
  decoder: ({ testEvents = false }) => new SocketIoDecoder(streamlabsMapping(testEvents), siteText),
  protocol: ({ url = STREAMLABS_URL, token, testEvents = false }, surroundings) => {
    const address = new URL(url);
    address.searchParams.set('token', token);
    return new SocketIoSource(
      {
        url: address.href,
        mapping: streamlabsMapping(testEvents),
        spoken: siteText,
        entryProvesHearing: true,
      },
      surroundings?.fetch,
    );
  },
};
