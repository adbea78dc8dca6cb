import { makeUser, type User } from '#live-event';
import type { FrameSink } from '../../frame.js';
import type { UserPaths } from '../mapping.js';
import { readerOf, type Reader } from './value-reader.js';
import { wholeNumber } from '../whole-number.js';

/** The `user` of a rule, compiled. */
export class UserReader {
  readonly #id: Reader | undefined;
  readonly #name: Reader | undefined;
  readonly #level: Reader | undefined;
  readonly #badge: Reader | undefined;
  readonly #badgeLevel: Reader | undefined;
  readonly #guard: Reader | undefined;

  constructor(paths: UserPaths) {
    this.#id = readerOf(paths.id);
    this.#name = readerOf(paths.name);
    this.#level = readerOf(paths.level);
    this.#badge = readerOf(paths.badge);
    this.#badgeLevel = readerOf(paths.badgeLevel);
    this.#guard = readerOf(paths.guard);
  }

  /** The user; `undefined` if the message names nobody. */
  read(message: object, frame: unknown, platform: string, sink: FrameSink): User | undefined {
    return makeUser(platform, {
      id: this.#id?.read(message, frame),
      name: this.#name?.read(message, frame),
      level: wholeNumber(this.#level?.read(message, frame), sink, 'user.level'),
      badge: this.#badge?.read(message, frame),
      badgeLevel: wholeNumber(this.#badgeLevel?.read(message, frame), sink, 'user.badgeLevel'),
      guard: guardOf(this.#guard?.read(message, frame), sink),
    });
  }
}

function guardOf(value: unknown, sink: FrameSink): unknown {
  if (value === true || value === 'true') return true;
  return value === 'false' ? undefined : wholeNumber(value, sink, 'user.guard');
}
