import type { SourceDefinition } from '../source-definition.js';
import { channelsOfUser, joinsOfUser } from '../twitch-budgets.js';
import { twitchIrcAbout } from './twitch-irc.about.js';
import { TwitchIrcDecoder } from './twitch-irc.decoder.js';
import { TwitchIrcOptions } from './twitch-irc.options.js';
import { TwitchIrcSource } from './twitch-irc.source.js';

/** `twitch-irc`: a channel's chat, subscriptions and bits, without an account. */
export const twitchIrc: SourceDefinition<TwitchIrcOptions> = {
  type: 'twitch-irc',
  about: twitchIrcAbout,
  Options: TwitchIrcOptions,
  decoder: (options) => new TwitchIrcDecoder(options.nick?.toLowerCase()),
  overlaps: () => true,
  connects: ({ token }) => joinsOfUser(token),
  budgets: ({ token }) => (token === undefined ? [] : [channelsOfUser(token)]),
  protocol: (options) => new TwitchIrcSource(options),
};
