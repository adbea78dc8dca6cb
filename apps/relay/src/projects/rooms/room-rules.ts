import { BoundedMap } from '#bounded-map';
import { targetAddressOf } from '#event-buffer';
import { interactionRulesOf, type InteractionRule } from '#rules';
import { boundedSignal } from '#timing';
import type { ProjectAccess } from '../access/project-access.js';

/** How long rules are remembered, in ms, and for less that they cannot be read. */
const KNOWN_MS = 60_000;
const UNKNOWN_MS = 15_000;
/** How long a caller waits for them, in ms. */
const WITHIN_MS = 3000;
const ROOMS_MAX = 500;

interface Known {
  /** On a clock that only goes forward. */
  readonly until: number;
  readonly rules: Promise<readonly InteractionRule[] | undefined>;
}

export interface RoomRulesParts {
  readonly accessOf: (project: string) => ProjectAccess | undefined;
  /** The app user of a target's room, where that is not the project's. */
  readonly appUserOf: (target: string) => string | undefined;
}

/** The interaction rules of targets' rooms, as MetaStudio has them. */
export class RoomRules {
  readonly #parts: RoomRulesParts;
  readonly #known = new BoundedMap<string, Known>(ROOMS_MAX);
  /** Until when a project is not asked that did not answer, on a clock that only goes forward. */
  readonly #silentUntil = new Map<string, number>();

  constructor(parts: RoomRulesParts) {
    this.#parts = parts;
  }

  /** The rules of a target's room; `undefined` where they cannot be read now. Never rejects. */
  async of(target: string): Promise<readonly InteractionRule[] | undefined> {
    const { project, roomId } = targetAddressOf(target);
    const room = `${project}/${roomId}`;
    const known = this.#known.get(room);
    if (known !== undefined && known.until > performance.now()) return known.rules;
    // Of hundreds of rooms each would be waited for.
    if ((this.#silentUntil.get(project) ?? 0) > performance.now()) return undefined;
    const rules = this.#read(target);
    this.#known.set(room, { rules, until: performance.now() + KNOWN_MS });
    if ((await rules) === undefined) {
      this.#known.set(room, { rules, until: performance.now() + UNKNOWN_MS });
    }
    return rules;
  }

  async #read(target: string): Promise<readonly InteractionRule[] | undefined> {
    const { accessOf, appUserOf } = this.#parts;
    const { project, roomId } = targetAddressOf(target);
    const signal = boundedSignal(WITHIN_MS);
    try {
      const options = { appUserId: appUserOf(target), signal };
      const room = await accessOf(project)?.client?.showRoom(roomId, options);
      return room === undefined ? undefined : interactionRulesOf(room.rules);
    } catch {
      if (signal.aborted) this.#silentUntil.set(project, performance.now() + UNKNOWN_MS);
      return undefined;
    }
  }
}
