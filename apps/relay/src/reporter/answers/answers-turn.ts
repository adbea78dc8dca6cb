import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';

/**
 * Divides a project's budget of questions among all reporters: in each round one of them asks, and
 * goes on where the one before it stopped.
 */
export class AnswersTurn {
  readonly #texts: SharedTexts;
  readonly #keys: BufferKeys;
  readonly #everyMs: number;

  /** @param everyMs how long a round is. */
  constructor(redis: BufferRedis, keys: BufferKeys, everyMs: number) {
    this.#texts = new SharedTexts(redis);
    this.#keys = keys;
    this.#everyMs = everyMs;
  }

  /**
   * The targets to ask about in this round: first those of `urgent`; each list is gone through
   * round after round.
   *
   * @returns none where another reporter asks in this round. Rejects when Redis is away.
   */
  async take(
    project: string,
    { urgent, others }: { readonly urgent: readonly string[]; readonly others: readonly string[] },
    atOnceMax: number,
  ): Promise<readonly string[]> {
    const { turn, next } = this.#keys.answers(project);
    // A little shorter than a round, so that the same reporter may ask again.
    const withinMs = Math.ceil(this.#everyMs * 0.9);
    if (!(await this.#texts.claim(turn, '1', withinMs))) {
      // Redis's clock was ahead when it was taken, and it would last for as long.
      if ((await this.#texts.livesFor(turn)) > withinMs) await this.#texts.remove(turn);
      return [];
    }
    const end = await this.#texts.add(next, atOnceMax);
    const first = part(urgent, end, atOnceMax);
    return [...first, ...part(others, end, atOnceMax - first.length)];
  }
}

function part(targets: readonly string[], end: number, countMax: number): string[] {
  if (targets.length === 0 || countMax <= 0) return [];
  const from = end % targets.length;
  return [...targets.slice(from), ...targets.slice(0, from)].slice(0, countMax);
}
