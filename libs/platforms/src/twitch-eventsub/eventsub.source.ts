import { integerOf } from '#live-event';
import { bilingual, SourceError } from '#source';
import type {
  AfterClose,
  SeatTerms,
  SharedPlace,
  ConnectTo,
  Frame,
  FrameSink,
  Session,
  SourceProtocol,
} from '#source';
import {
  CHAT,
  EVENTSUB_SUBSCRIPTIONS,
  type EventsubSubscription,
} from './eventsub-subscriptions.js';
import { EventsubDecoder } from './eventsub.decoder.js';
import type { EventsubPayload } from './eventsub.external.js';
import type { EventsubUser } from './eventsub-user.js';
import { EVENTSUB_URL, type EventsubOptions } from './eventsub.options.js';
import type { TwitchIdentity } from './twitch-account.js';

/**
 * Reads one Twitch channel over EventSub. Counts as connected once its chat is subscribed to; the
 * other kinds of event follow, as far as the token's scopes allow.
 * @see https://dev.twitch.tv/docs/eventsub/handling-websocket-events/
 */
export class EventsubSource implements SourceProtocol {
  /** Twitch closes a connection on which the client sends anything. */
  readonly pingWhenQuiet = false;
  #silenceMs = WELCOME_SILENCE_MS;

  readonly #options: EventsubOptions;
  readonly #user: EventsubUser;
  readonly #place: SharedPlace;
  readonly #decoder = new EventsubDecoder();
  #identity: TwitchIdentity | undefined;
  #channelId: string | undefined;
  /** The session that delivers our channel's events. */
  #sessionId: string | undefined;
  /** Connections to which Twitch moves our subscriptions: these must not be made again. */
  readonly #takeovers = new WeakSet<Session>();
  #moving = false;
  /** A connection that Twitch moves us to has not greeted yet. */
  #isTakenOver = false;
  /**
   * The connection being subscribed for: once it is gone, its remaining subscriptions are skipped.
   */
  #subscribing: Session | undefined;
  #leaving: Promise<void> | undefined;

  constructor(options: EventsubOptions, user: EventsubUser) {
    this.#options = options;
    this.#user = user;
    this.#place = user.placeFor(() => this.#channelId ?? '');
  }

  get seats(): SeatTerms {
    return this.#user.seats;
  }

  /** The keepalive interval of Twitch's welcome, with some leeway. */
  get silenceMs(): number {
    return this.#silenceMs;
  }

  async connectTo(signal: AbortSignal): Promise<ConnectTo> {
    this.#moving = false;
    this.#silenceMs = WELCOME_SILENCE_MS;
    await this.#leaving;
    this.#identity = await this.#user.identify();
    if (!this.#identity.scopes.has(CHAT.scope)) {
      throw new SourceError(NO_CHAT_SCOPE, { after: { refused: NO_CHAT_SCOPE } });
    }
    const login = this.#options.channel.toLowerCase();
    this.#channelId ??= await this.#user.channelId(login, this.#identity, signal);
    return {
      url: this.#options.url ?? EVENTSUB_URL,
      open: this.#place.open,
      asksForTurn: true,
    };
  }

  open(session: Session): void {
    if (this.#moving) this.#takeovers.add(session);
    this.#isTakenOver = this.#moving;
    this.#moving = false;
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (kind, payload) => this.#heard(kind, payload, session));
  }

  closed(): AfterClose {
    // If the new connection fails, the old one goes on.
    if (!this.#isTakenOver) this.#subscribing = undefined;
    this.#isTakenOver = false;
    void this.#leave();
    return 'reconnect';
  }

  async released(): Promise<void> {
    await this.#leave();
  }

  async stop(): Promise<void> {
    await this.#leave();
  }

  /**
   * The socket may go on for other channels: our subscriptions on it still count, and are ended.
   */
  async #leave(): Promise<void> {
    const sessionId = this.#sessionId;
    const identity = this.#identity;
    const channelId = this.#channelId;
    if (sessionId === undefined || identity === undefined || channelId === undefined) {
      return this.#leaving;
    }
    this.#sessionId = undefined;
    this.#subscribing = undefined;
    if (!this.#place.hasOthers || this.#place.hasTwin) return undefined;
    this.#leaving = this.#user.unsubscribe({ sessionId, channelId }, identity);
    return this.#leaving;
  }

  #heard(kind: string, payload: EventsubPayload, session: Session): void {
    switch (kind) {
      case 'session_welcome':
        return this.#welcomed(payload, session);
      case 'session_reconnect': {
        const url = payload.session?.reconnect_url;
        if (typeof url !== 'string') return session.reconnect('server-asked', 'reconnect-now');
        this.#moving = true;
        return session.replaceBy(url);
      }
      case 'revocation':
        return this.#revoked(payload, session);
      default:
    }
  }

  #welcomed({ session: told }: EventsubPayload, session: Session): void {
    const keepaliveSeconds = integerOf(told?.keepalive_timeout_seconds);
    if (keepaliveSeconds > 0) {
      this.#silenceMs = Math.min(keepaliveSeconds, KEEPALIVE_SECONDS_MAX) * 1000 + LEEWAY_MS;
    }
    this.#isTakenOver = false;
    if (this.#takeovers.has(session)) return session.ready();
    if (typeof told?.id !== 'string') return session.reconnect('no-session');
    this.#sessionId = told.id;
    void this.#subscribe(told.id, session);
  }

  /** Never rejects. */
  async #subscribe(sessionId: string, session: Session): Promise<void> {
    const identity = this.#identity;
    const channelId = this.#channelId;
    if (identity === undefined || channelId === undefined) return session.reconnect('no-session');
    this.#subscribing = session;
    try {
      for (const subscription of EVENTSUB_SUBSCRIPTIONS) {
        if (!isAllowed(subscription, identity)) continue;
        const to = { channelId, sessionId };
        const status = await this.#user.subscribe(subscription, to, identity);
        if (this.#subscribing !== session) {
          // The bridge left before Twitch had answered.
          if (this.#place.hasOthers && !this.#place.hasTwin) {
            await this.#user.unsubscribe(to, identity);
          }
          return;
        }
        if (status === 202 || status === 409) {
          if (subscription === CHAT) session.ready();
          continue;
        }
        // With another channel's token only the chat is readable, whatever its scopes; and when the
        // user's limit is reached, the chat takes precedence.
        if (subscription !== CHAT && [400, 403, 429].includes(status)) continue;
        return session.reconnect('subscribe-refused', afterRefusal(status));
      }
    } catch {
      // Counted by its cause, as every reconnect is; the error would add nothing.
      session.reconnect('subscribe-failed');
    }
  }

  #revoked({ subscription }: EventsubPayload, session: Session): void {
    // A bridge works without the others.
    if (subscription?.type !== CHAT.type) return;
    session.reconnect('revoked', { refused: REVOKED });
  }
}

function isAllowed({ scope, orScope }: EventsubSubscription, { scopes }: TwitchIdentity): boolean {
  return scopes.has(scope) || (orScope !== undefined && scopes.has(orScope));
}

/** A token that expired meanwhile is renewed before the next connection. */
function afterRefusal(status: number): AfterClose {
  if (status === 429) return { refused: NO_MORE, isSoonOver: true };
  return status === 403 ? { refused: NO_CHAT_ACCESS } : 'reconnect';
}

const WELCOME_SILENCE_MS = 15_000;
const KEEPALIVE_SECONDS_MAX = 600;
const LEEWAY_MS = 5_000;

const NO_CHAT_SCOPE = bilingual(
  'The token may not read chats: make one with the scope user:read:chat (others: see the page of twitch-eventsub).',
  '该令牌没有读取聊天的权限：请重新生成带 user:read:chat 权限的令牌（其他权限见 twitch-eventsub 的文档）。',
);
const NO_CHAT_ACCESS = bilingual(
  "Twitch does not let the token's account read this chat: check channel, and whether the account is banned there.",
  'Twitch 不允许令牌所属的账号读取该频道的聊天：请检查 channel，以及该账号是否被该频道封禁。',
);
const NO_MORE = bilingual(
  'Twitch gives the user of the token no more: three connections with 300 subscriptions each. Give some bridges another token.',
  '令牌所属用户的订阅数已达 Twitch 上限（三个连接，每个 300 个订阅）：请给部分桥接换用另一个用户的令牌。',
);
const REVOKED = bilingual(
  'Twitch has ended the subscription to the chat: the user took the permission back, or changed the password. Make a new token.',
  'Twitch 已终止聊天订阅：用户收回了授权，或修改了密码。请重新生成令牌。',
);
