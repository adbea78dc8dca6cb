import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { socialStreamNinjaAbout } from './social-stream-ninja.about.js';
import { SocialStreamNinjaDecoder } from './social-stream-ninja.decoder.js';
import {
  SOCIAL_STREAM_NINJA_URL,
  SocialStreamNinjaOptions,
} from './social-stream-ninja.options.js';

/** The channel on which the tool sends chat messages. */
const CHAT_CHANNEL = 4;

/** `social-stream-ninja`: every site that a Social Stream Ninja reads. */
export const socialStreamNinja: SourceDefinition<SocialStreamNinjaOptions> = {
  type: 'social-stream-ninja',
  about: socialStreamNinjaAbout,
  Options: SocialStreamNinjaOptions,
  decoder: (options) => new SocialStreamNinjaDecoder(options),
  protocol: (options) =>
    new WebSocketSource({ url: addressOf(options) }, new SocialStreamNinjaDecoder(options)),
};

function addressOf({ url, session }: SocialStreamNinjaOptions): string {
  const address = new URL(url ?? SOCIAL_STREAM_NINJA_URL);
  const base = address.pathname.replace(/\/$/, '');
  address.pathname = `${base}/join/${session}/${CHAT_CHANNEL}`;
  return address.href;
}
