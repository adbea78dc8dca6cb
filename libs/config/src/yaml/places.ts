import { parentOf } from '../checks/problem.js';
import { DEPTH_MAX } from './yaml-depth.js';

/** What is known of the places of a file, by their paths. */
export interface Places<Fact> {
  get(path: string): Fact | undefined;
}

/** By the path of an alias, that of its anchor: what stands under both is the same. */
export type Aliases = ReadonlyMap<string, string>;

/** Facts that are kept once for an anchor and all its aliases. */
export class AliasedPlaces<Fact> implements Places<Fact> {
  readonly #own: ReadonlyMap<string, Fact>;
  readonly #aliases: Aliases;

  constructor(own: ReadonlyMap<string, Fact>, aliases: Aliases) {
    this.#own = own;
    this.#aliases = aliases;
  }

  get(path: string): Fact | undefined {
    let place: string | undefined = path;
    // Keys that may not be shown share a path, so that aliases could lead in a circle.
    for (let left = DEPTH_MAX; left > 0 && place !== undefined; left--) {
      const fact = this.#own.get(place);
      if (fact !== undefined || this.#aliases.size === 0) return fact;
      place = this.#atAnchor(place);
    }
    return undefined;
  }

  /** The path of the same value below the nearest anchor, if it is below an alias. */
  #atAnchor(path: string): string | undefined {
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) {
      const anchor = this.#aliases.get(above);
      if (anchor !== undefined) return anchor + path.slice(above.length);
    }
    return undefined;
  }
}
