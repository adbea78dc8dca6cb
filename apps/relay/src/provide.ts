import type { FactoryProvider } from '@nestjs/common';

/** A class that a provider is found by; it may be abstract. */
type Token<T> = abstract new (...given: never[]) => T;

interface Optional<T> {
  readonly token: Token<T>;
  readonly optional: true;
}

type Given<Tokens> = {
  [K in keyof Tokens]: Tokens[K] extends Token<infer T>
    ? T
    : Tokens[K] extends Optional<infer T>
      ? T | undefined
      : never;
};

/**
 * A provider that is made by a function of others, whose types are checked. What it makes knows
 * nothing of Nest: so no class of ours needs a decorator to be provided.
 */
export function provide<T, const Tokens extends readonly (Token<unknown> | Optional<unknown>)[]>(
  token: Token<T> | symbol,
  tokens: Tokens,
  make: (...given: Given<Tokens>) => T | Promise<T>,
): FactoryProvider<T> {
  return {
    provide: token,
    inject: [...tokens] as NonNullable<FactoryProvider['inject']>,
    useFactory: make as (...given: unknown[]) => T | Promise<T>,
  };
}

/** Asks for what only some processes have. */
export function ifThere<T>(token: Token<T>): Optional<T> {
  return { token, optional: true };
}
