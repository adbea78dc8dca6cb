import { integerOf, shownCount } from '#live-event';

/** The most sites whose viewers are added up; further ones are ignored. */
const SITES_MAX = 64;

/**
 * Adds up the viewers of all sites. The tool sends counts of one site (`viewer_update`) or of all
 * (`viewer_updates`); one event per count would overwrite the others.
 */
export class SiteViewers {
  #bySite = new Map<string, number>();

  /** The viewers of all sites, after a new count of one. */
  update(site: string, count: unknown): number {
    if (this.#bySite.has(site) || this.#bySite.size < SITES_MAX) {
      this.#bySite.set(site, integerOf(shownOf(count)));
    }
    return this.#total();
  }

  /** The viewers of all sites, after new counts of all. */
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

/** Sites abbreviate large counts. */
function shownOf(count: unknown): unknown {
  return typeof count === 'string' ? (shownCount(count) ?? count) : count;
}
