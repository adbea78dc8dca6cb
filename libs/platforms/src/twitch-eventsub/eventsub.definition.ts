import { Shared, type SourceDefinition } from '../source-definition.js';
import { channelsOfUser, subscriptionsOfUser } from '../twitch-budgets.js';
import { twitchEventsubAbout } from './twitch-eventsub.about.js';
import { EventsubDecoder } from './eventsub.decoder.js';
import { EventsubOptions } from './eventsub.options.js';
import { EventsubUsers } from './eventsub-user.js';
import { EventsubSource } from './eventsub.source.js';

/**
 * `twitch-eventsub`: a channel's chat, follows, subscriptions and bits, read with a user's token.
 */
export const twitchEventsub: SourceDefinition<EventsubOptions> = {
  type: 'twitch-eventsub',
  about: twitchEventsubAbout,
  Options: EventsubOptions,
  decoder: () => new EventsubDecoder(),
  scarce: 'Twitch opens three EventSub connections for a user (twitch-irc may be held twice)',
  budgets: ({ token }) => [subscriptionsOfUser(token), channelsOfUser(token)],
  protocol: (
    options,
    { fetch = globalThis.fetch, shared = new Shared() } = { fetch: globalThis.fetch },
  ) => new EventsubSource(options, shared.of(EventsubUsers).of(options, fetch)),
};
