import { makeUser, type User } from '#live-event';
import type { UserPaths } from './mapping.js';
import { Path } from './path.js';

/** The `user` of a rule, compiled. */
export class UserReader {
  readonly #id: Path | undefined;
  readonly #name: Path | undefined;
  readonly #level: Path | undefined;
  readonly #badge: Path | undefined;
  readonly #badgeLevel: Path | undefined;

  constructor(paths: UserPaths) {
    this.#id = Path.maybe(paths.id);
    this.#name = Path.maybe(paths.name);
    this.#level = Path.maybe(paths.level);
    this.#badge = Path.maybe(paths.badge);
    this.#badgeLevel = Path.maybe(paths.badgeLevel);
  }

  /** Who did it; `undefined` where the message names nobody. */
  read(message: object, platform: string): User | undefined {
    return makeUser(platform, {
      id: this.#id?.read(message),
      name: this.#name?.read(message),
      level: this.#level?.read(message),
      badge: this.#badge?.read(message),
      badgeLevel: this.#badgeLevel?.read(message),
    });
  }
}
