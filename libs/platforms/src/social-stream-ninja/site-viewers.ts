import { integerOf, shownCount } from '#live-event';

/** How many sites are counted at most; more are counted no further. */
export const SITES_MAX = 64;

/**
 * The viewers of all sites together. Each site tells its own count, now one (`viewer_update`), now
 * all at once (`viewer_updates`); an event for each would overwrite the one before.
 */
export class SiteViewers {
  #bySite = new Map<string, number>();

  /** All viewers, after one site told its count. */
  update(site: string, count: unknown): number {
    if (this.#bySite.has(site) || this.#bySite.size < SITES_MAX) {
      this.#bySite.set(site, integerOf(shownOf(count)));
    }
    return this.#total();
  }

  /** All viewers, after every site told its count. */
  replace(counts: Readonly<Record<string, unknown>>): number {
    this.#bySite = new Map();
    for (const [site, count] of Object.entries(counts)) this.update(site, count);
    return this.#total();
  }

  #total(): number {
    let total = 0;
    for (const count of this.#bySite.values()) total += count;
    return integerOf(total);
  }
}

/** Sites show large counts short. */
function shownOf(count: unknown): unknown {
  return typeof count === 'string' ? (shownCount(count) ?? count) : count;
}
