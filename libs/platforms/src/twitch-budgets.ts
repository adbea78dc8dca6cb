import type { ConnectPace, SourceBudget } from './source-definition.js';

/** A token in the form for comparing: with and without `oauth:` it is the same. */
export function ownerOf(token: string): string {
  return token.toLowerCase().replace(/^oauth:/, '');
}

/**
 * The number of channels whose chat one user reads at a time, through IRC and EventSub together.
 * Channels that the user moderates, or that authorised the application, do not count. An anonymous
 * reader (`justinfan`) has no such limit.
 * @see https://discuss.dev.twitch.tv/t/54997
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
 * Each connection logs in and joins one channel: an account may do either twenty times in ten
 * seconds; more than that is disconnected. Anonymous readers are counted by their address.
 * @see https://dev.twitch.tv/docs/chat/#rate-limits
 */
export function joinsOfUser(token: string | undefined): ConnectPace {
  const owner = token === undefined ? undefined : ownerOf(token);
  return { name: 'twitch-joins', max: 20, periodMs: 10_000, owner };
}

/**
 * EventSub subscriptions on a socket of one user and application. The channels of one token in a
 * process share that socket; this counts as if one process had all of them. A chat takes two, the
 * other kinds as many as remain.
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
