import {
  Appraiser,
  giftReason,
  Keywords,
  meaningOf,
  passGate,
  speakableName,
  WindowSieve,
  worthOfAuthor,
  type ChoosePolicy,
  type Meaning,
} from '#choosing';
import { IdHasher, type ChoosingLane, type Standing } from '#event-buffer';
import type { CommentEvent, EnterEvent, GiftEvent, LiveEvent } from '#live-event';

/** What is done with an event: it waits in a lane to be chosen, or is reported as it is. */
export interface ChoiceOffer {
  readonly event: LiveEvent;
  readonly lane?: ChoosingLane | undefined;
  /** The facts by which it is chosen; present where it waits in a lane. */
  readonly standing?: Standing | undefined;
}

/** Why an event is dropped where it comes in; a metric label. */
export type OfferRefusal =
  'gated' | 'not_chosen' | 'asked_before' | 'ignored_account' | 'gift_free' | 'gift_small';

/** How long a viewer who gave something is remembered, in ms. */
const PAID_MS = 5 * 60_000;
const PAYERS_MAX = 2000;
const MEANS_NOTHING: Meaning = { signs: [], strict: 0 };
const NAMES_KEPT_MAX = 10_000;

/**
 * Decides for each event of one bridge, where it comes in, whether it is reported, waits to be
 * chosen, or is dropped.
 */
export class EventChooser {
  readonly #policy: ChoosePolicy;
  readonly #appraiser: Appraiser;
  readonly #viewers: IdHasher;
  readonly #sieve: WindowSieve | undefined;
  readonly #names = new Map<string, string>();
  /** When each viewer last gave something, the oldest first. */
  readonly #payers = new Map<string, number>();
  readonly #offered: (lane: ChoosingLane) => void;

  /**
   * @param salt of this relay's hashes, which all collectors share.
   * @param offered is called with each event that waits in a lane.
   */
  constructor(policy: ChoosePolicy, salt: string, offered: (lane: ChoosingLane) => void) {
    const { comments } = policy;
    this.#policy = policy;
    this.#appraiser = new Appraiser(new Keywords(comments?.keywords ?? []));
    this.#viewers = new IdHasher(salt, 'viewer');
    this.#offered = offered;
    if (comments !== undefined) {
      this.#sieve = new WindowSieve(comments.n, comments.everySeconds * 1000);
    }
  }

  /** @param receivedAt in ms since 1970. */
  offer(event: LiveEvent, receivedAt: number): ChoiceOffer | OfferRefusal {
    switch (event.type) {
      case 'comment':
        return this.#comment(event, receivedAt);
      case 'enter':
        return this.#entry(event);
      case 'gift':
        return this.#gift(event, receivedAt);
      case 'like':
      case 'follow':
        return { event: this.#named(event) };
      case 'viewers':
      case 'raw':
        return { event };
    }
  }

  #comment(event: CommentEvent, now: number): ChoiceOffer | OfferRefusal {
    const { only, comments } = this.#policy;
    let chosen = this.#named(event);
    const paid = this.#hasPaid(event.user.userId, now);
    if (only !== undefined) {
      const text = passGate(event.text, event.user, only);
      if (text === undefined) return 'gated';
      if (text !== event.text) chosen = { ...chosen, text };
    }
    if (comments === undefined || this.#sieve === undefined) return { event: chosen };
    const { user } = event;
    const { level, badge, badgeLevel, guard } = user;
    const author = { level, badge, badgeLevel, guard, paid };
    const { score, folded, wish } = this.#appraiser.appraise(chosen.text, author);
    if (score < 0) return 'not_chosen';
    let meaning: Meaning | undefined;
    const reason = this.#sieve.reasonAgainst(
      score,
      () => (meaning ??= meaningOf(folded, wish)),
      now,
    );
    if (reason !== undefined) return reason;
    return this.#offer(chosen, 'comments', score, user.userId, meaning ?? meaningOf(folded, wish));
  }

  #entry(event: EnterEvent): ChoiceOffer | OfferRefusal {
    const { entries } = this.#policy;
    const chosen = this.#named(event);
    if (entries === undefined) return { event: chosen };
    const { user } = event;
    if (entries.ignore.has(user.userId) || entries.ignore.has(user.name)) return 'ignored_account';
    return this.#offer(chosen, 'entries', worthOfAuthor(user), user.userId, MEANS_NOTHING);
  }

  #gift(event: GiftEvent, now: number): ChoiceOffer | OfferRefusal {
    const { gifts } = this.#policy;
    this.#rememberPayer(event.user.userId, now);
    const chosen = this.#named(event);
    if (gifts === undefined) return { event: chosen };
    const isWhole = gifts.streaks === 'whole';
    const { free, minValue } = gifts;
    // The worth of a streak is known only when it has ended.
    const reason = giftReason(event.gift, { free, minValue: isWhole ? 0 : minValue });
    if (reason !== undefined) return reason;
    if (!isWhole) return { event: chosen };
    const { giftName, giftValue } = event.gift;
    const streak = `${event.user.userId}\0${giftName}\0${giftValue}`;
    return this.#offer(chosen, 'gifts', 0, streak, MEANS_NOTHING);
  }

  #offer(
    event: LiveEvent,
    lane: ChoosingLane,
    score: number,
    whose: string,
    meaning: Meaning,
  ): ChoiceOffer {
    this.#offered(lane);
    const user = this.#viewers.hash(whose);
    return { event, lane, standing: { score, user, meaning } };
  }

  #named<T extends CommentEvent | EnterEvent | GiftEvent | LiveEvent>(event: T): T {
    const { names } = this.#policy;
    if (names === undefined || !('user' in event) || event.type === 'raw') return event;
    const { user } = event;
    if (user === undefined) return event;
    let name = this.#names.get(user.name);
    if (name === undefined) {
      // A copy: a slice of a string keeps the whole string, here the frame, in memory.
      const own = Buffer.from(user.name).toString();
      name = speakableName(own, names);
      if (this.#names.size >= NAMES_KEPT_MAX) this.#names.clear();
      this.#names.set(own, name);
    }
    return name === user.name ? event : { ...event, user: { ...user, name } };
  }

  #rememberPayer(userId: string, now: number): void {
    this.#payers.delete(userId);
    this.#payers.set(userId, now);
    if (this.#payers.size <= PAYERS_MAX) return;
    const [oldest] = this.#payers.keys();
    this.#payers.delete(oldest!);
  }

  #hasPaid(userId: string, now: number): boolean {
    if (this.#payers.size === 0) return false;
    const at = this.#payers.get(userId);
    return at !== undefined && now - at < PAID_MS;
  }
}
