import type { ConnectPace, SourceBudget } from './source-definition.js';

/** A token as it is compared: with and without `oauth:` it is the same. */
export function ownerOf(token: string): string {
  return token.toLowerCase().replace(/^oauth:/, '');
}

/**
 * Channels whose chat one user reads at a time, through IRC and EventSub together. Those that he
 * moderates, or that authorised the application, do not count; who asks nothing of Twitch as nobody
 * (`justinfan`) has no such limit.
 *
 * @see https://discuss.dev.twitch.com/t/54997
 */
export function channelsOfUser(token: string): SourceBudget {
  return {
    name: 'twitch-channels',
    owner: ownerOf(token),
    max: 100,
    what: 'channels that Twitch lets one user read who moderates none of them',
    isHard: false,
  };
}

/**
 * Each connection logs in and joins one channel: an account may do either twenty times in ten seconds; who
 * does more is disconnected. Nobody (`justinfan`) is counted by the address.
 *
 * @see https://dev.twitch.tv/docs/chat/#rate-limits
 */
export function joinsOfUser(token: string | undefined): ConnectPace {
  const owner = token === undefined ? undefined : ownerOf(token);
  return { name: 'twitch-joins', max: 20, periodMs: 10_000, owner };
}

/**
 * Subscriptions of EventSub on a socket of one user and application, which the channels of one token in
 * a process share: as if one process had all of them. A chat takes two; of what else a token may see as
 * many as are left are taken.
 *
 * @see https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#subscription-limits
 */
export function subscriptionsOfUser(token: string): SourceBudget {
  return {
    name: 'eventsub-subscriptions',
    owner: ownerOf(token),
    max: 300,
    uses: 2,
    what: 'EventSub subscriptions that Twitch gives one user of an application',
    isHard: true,
  };
}
