import { readerOf, type Reader } from './value-reader.js';
import type { Value } from '../value.js';

/** The users' platform, according to a mapping or a rule of it. */
export interface PlatformSpec {
  readonly platform?: string | undefined;
  readonly platformFrom?: Value | undefined;
}

/** The prefix of user ids. */
export class PlatformReader {
  readonly #otherwise: string;
  readonly #from: Reader | undefined;

  constructor(otherwise: string, from: Value | undefined) {
    this.#otherwise = otherwise;
    this.#from = readerOf(from);
  }

  /** The rule's own, if it names any. */
  orOf({ platform, platformFrom }: PlatformSpec): PlatformReader {
    if (platform === undefined && platformFrom === undefined) return this;
    return new PlatformReader(platform ?? this.#otherwise, platformFrom);
  }

  read(message: object, frame: unknown): string {
    const named = this.#from?.read(message, frame);
    if (typeof named !== 'string') return this.#otherwise;
    const platform = named.toLowerCase();
    return PLATFORM.test(platform) ? platform : this.#otherwise;
  }
}

const PLATFORM = /^[a-z0-9][a-z0-9_-]{0,31}$/;
