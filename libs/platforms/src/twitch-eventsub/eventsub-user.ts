import { BoundedMap } from '#bounded-map';
import {
  bilingual,
  parseJson,
  SharedSockets,
  type SeatTerms,
  type SharedPlace,
  type Sharing,
} from '#source';
import type { Fetch } from '../bounded-answer.js';
import type { EventsubSubscription } from './eventsub-subscriptions.js';
import type { EventsubFrame } from './eventsub.external.js';
import { EVENTSUB_URL, HELIX_URL, type EventsubOptions } from './eventsub.options.js';
import { ownerOf } from '../twitch-budgets.js';
import { HelixClient } from './helix.client.js';
import { TwitchAccount, type TwitchIdentity } from './twitch-account.js';

/** The most credentials, and sessions with their subscriptions, remembered at a time. */
const USERS_MAX = 1000;
const SESSIONS_MAX = 10_000;

/**
 * One user of one application at Twitch, shared by all bridges of a process that have the same
 * token. Twitch allows it three sockets with three hundred subscriptions each, so its channels
 * share a socket.
 * @see https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#subscription-limits
 */
export class EventsubUser {
  /** Twitch allows three sockets per user, from all processes together. */
  readonly seats: SeatTerms;
  readonly #account: TwitchAccount;
  readonly #helix: HelixClient;
  readonly #sockets: SharedSockets;
  readonly #sharing: Sharing;
  readonly #channels = new BoundedMap<string, string>(SESSIONS_MAX);
  /** Twitch's ids of the subscriptions of a session and channel. */
  readonly #subscriptions = new BoundedMap<string, Set<string>>(SESSIONS_MAX);

  constructor(options: EventsubOptions, fetch: Fetch, sockets = new SharedSockets()) {
    this.#account = new TwitchAccount(options, fetch);
    this.#helix = new HelixClient(options.apiUrl ?? HELIX_URL, fetch);
    this.#sockets = sockets;
    this.seats = { name: 'eventsub-sockets', owner: ownerOf(options.token), max: SOCKETS_MAX };
    this.#sharing = {
      account: accountOf(options),
      url: options.url ?? EVENTSUB_URL,
      seats: this.seats,
      noSeat: NO_SEAT,
      topicOf: channelOf,
      isGreeting: (frame) => kindOf(frame) === 'session_welcome',
      silenceMs: JOINABLE_MS,
    };
  }

  /** @param channelId the channel whose events it receives; asked for when its wire opens. */
  placeFor(channelId: () => string): SharedPlace {
    return this.#sockets.placeFor(this.#sharing, channelId);
  }

  /** @throws {SourceError} as {@link TwitchAccount.identify}. */
  async identify(): Promise<TwitchIdentity> {
    return this.#account.identify();
  }

  /** @throws {SourceError} as {@link HelixClient.channelId}. */
  async channelId(login: string, as: TwitchIdentity, signal: AbortSignal): Promise<string> {
    const known = this.#channels.get(login);
    if (known !== undefined) return known;
    const id = await this.#helix.channelId(login, as, signal);
    this.#channels.set(login, id);
    return id;
  }

  /** @returns the HTTP status. @throws {SourceError} when no answer came. */
  async subscribe(
    subscription: EventsubSubscription,
    to: { readonly channelId: string; readonly sessionId: string },
    as: TwitchIdentity,
  ): Promise<number> {
    const { status, id } = await this.#helix.subscribe(subscription, to, as);
    // The token expired meanwhile: the next connection checks and renews it.
    if (status === 401) this.#account.forget();
    if (id !== undefined) {
      const key = keyOf(to);
      const ids = this.#subscriptions.get(key) ?? new Set();
      this.#subscriptions.set(key, ids.add(id));
    }
    return status;
  }

  /** Ends a session's subscriptions to a channel that nobody listens to any more. Never rejects. */
  async unsubscribe(
    from: { readonly channelId: string; readonly sessionId: string },
    as: TwitchIdentity,
  ): Promise<void> {
    const ids = this.#subscriptions.get(keyOf(from)) ?? [];
    this.#subscriptions.delete(keyOf(from));
    for (const id of ids) {
      try {
        await this.#helix.unsubscribe(id, as);
      } catch {
        // It counts until the socket closes; its events are ignored.
      }
    }
  }
}

/** The users of the bridges of one process: bridges with the same credential share one. */
export class EventsubUsers {
  readonly #users = new BoundedMap<string, EventsubUser>(USERS_MAX);
  readonly #sockets = new SharedSockets();

  of(options: EventsubOptions, fetch: Fetch): EventsubUser {
    const key = accountOf(options);
    const user = this.#users.get(key) ?? new EventsubUser(options, fetch, this.#sockets);
    this.#users.set(key, user);
    return user;
  }
}

/** Identifies the credentials and addresses of the options, without the channel. Never shown. */
function accountOf(options: EventsubOptions): string {
  const { token, refreshToken, clientId, clientSecret, url, apiUrl, authUrl } = options;
  const bare = token.replace(/^oauth:/i, '');
  return JSON.stringify([bare, refreshToken, clientId, clientSecret, url, apiUrl, authUrl]);
}

function keyOf(of: { readonly channelId: string; readonly sessionId: string }): string {
  return `${of.sessionId} ${of.channelId}`;
}

/** The channel that a frame concerns; `''` if the frame does not name it. */
function channelOf(frame: Buffer): string | undefined {
  const told = parseJson(frame.toString()) as Partial<EventsubFrame> | null | undefined;
  const { subscription, event } = told?.payload ?? {};
  const id = subscription?.condition?.broadcaster_user_id ?? event?.broadcaster_user_id;
  if (typeof id === 'string') return id;
  const kind = told?.metadata?.message_type;
  return kind === 'notification' || kind === 'revocation' ? '' : undefined;
}

function kindOf(frame: Buffer): unknown {
  const told = parseJson(frame.toString()) as Partial<EventsubFrame> | null | undefined;
  return told?.metadata?.message_type;
}

const SOCKETS_MAX = 3;
const NO_SEAT = bilingual(
  'Three other collectors have the EventSub connections that Twitch gives the user of the token: one of them takes this channel.',
  'Twitch 给该令牌用户的三个 EventSub 连接已被其他三个采集进程占用：该频道会由其中一个接管。',
);

/** Twitch sends something every half minute; a channel must not join a dead socket. */
const JOINABLE_MS = 35_000;
