import { markText } from '../mark.js';
import type { Doing, GiftDoing, GiftKind, Repertoire, Viewer } from './doing.js';
import { BADGES, NAMES, PHRASES } from './phrases.js';
import { SeededRandom } from './random.js';

const VIEWERS = 400;
const STREAKS_MAX = 8;
const STREAK_STEPS_MAX = 12;

interface Streak {
  readonly viewer: Viewer;
  readonly gift: GiftKind;
  readonly group: string;
  total: number;
  steps: number;
}

/**
 * The viewers of one room: decides what happens next, the same for the same seed. Every event has a
 * mark of its own, and the marks of a room count up from 1.
 */
export class Viewers {
  private readonly random: SeededRandom;
  private readonly pool: readonly Viewer[];
  private readonly streaks: Streak[] = [];
  private readonly thresholds: readonly (readonly [Doing['kind'], number])[];
  private serial = 0;
  private number = 0;
  private groups = 0;
  private watching = 300;

  /** @param stream the room's number in marks. */
  constructor(
    private readonly stream: number,
    private readonly repertoire: Repertoire,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.pool = Array.from({ length: VIEWERS }, (_, at) => this.viewer(at));
    this.thresholds = thresholdsOf(repertoire);
  }

  /** The number in the mark of the last event. */
  get lastNumber(): number {
    return this.number;
  }

  /** The next event, at this time in ms. */
  next(at: number): Doing {
    const serial = ++this.serial;
    const kind = this.kind();
    switch (kind) {
      case 'comment':
        return { kind, serial, at, viewer: this.random.of(this.pool), text: this.text() };
      case 'enter':
      case 'like':
      case 'follow':
        return { kind, serial, at, viewer: this.marked(this.random.of(this.pool)) };
      case 'gift':
        return this.gift(serial, at);
      case 'viewers':
        this.watching = Math.max(1, this.watching + this.random.below(21) - 10);
        return { kind, serial, at, viewers: this.watching };
      case 'noise':
        return { kind, serial, at, viewer: this.random.of(this.pool) };
    }
  }

  private kind(): Doing['kind'] {
    const chance = this.random.next();
    return this.thresholds.find(([, threshold]) => chance < threshold)?.[0] ?? 'comment';
  }

  private gift(serial: number, at: number): GiftDoing {
    const { random } = this;
    const going = this.streaks.length;
    if (going > 0 && (going >= STREAKS_MAX || random.next() < 0.6)) {
      return this.streakStep(serial, at, this.streaks[random.below(going)]!);
    }
    const gift = random.of(this.repertoire.gifts);
    const viewer = random.of(this.pool);
    const count = 1 + random.below(gift.countMax);
    const group = String(1_000_000 + ++this.groups);
    const streak = { group, total: count, end: gift.streak !== true };
    if (gift.streak === true) {
      this.streaks.push({ viewer, gift, group, total: count, steps: 1 });
    }
    const marked = this.marked(viewer);
    const often = gift.text === 'often' && random.next() < 0.7;
    const text = gift.text === 'always' || often ? this.text() : undefined;
    return { kind: 'gift', serial, at, viewer: marked, gift, count, streak, text };
  }

  /** A streak rises, and finally ends: with a rise or with a message that repeats its count. */
  private streakStep(serial: number, at: number, streak: Streak): GiftDoing {
    const end = ++streak.steps >= STREAK_STEPS_MAX || this.random.next() < 0.25;
    const count = end ? this.random.below(2) : 1 + this.random.below(3);
    streak.total += count;
    if (end) this.streaks.splice(this.streaks.indexOf(streak), 1);
    const { gift, group, total } = streak;
    const viewer = count === 0 ? streak.viewer : this.marked(streak.viewer);
    const now = { group, total, end };
    return { kind: 'gift', serial, at, viewer, gift, count, streak: now, text: undefined };
  }

  private text(): string {
    return `${this.random.of(PHRASES)} ${markText(this.stream, ++this.number)}`;
  }

  private marked(viewer: Viewer): Viewer {
    return { ...viewer, name: `${viewer.name}${markText(this.stream, ++this.number)}` };
  }

  private viewer(at: number): Viewer {
    const { random } = this;
    const badge = random.of(BADGES);
    return {
      id: String(100_000 + this.stream * VIEWERS + at),
      name: `${random.of(NAMES)}${at}`,
      level: random.below(50),
      badge,
      badgeLevel: badge === '' ? 0 : 1 + random.below(20),
    };
  }
}

function thresholdsOf({ weights }: Repertoire): [Doing['kind'], number][] {
  const entries = Object.entries(weights) as [Doing['kind'], number][];
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  let reached = 0;
  return entries.map(([kind, weight]) => [kind, (reached += weight / sum)]);
}
