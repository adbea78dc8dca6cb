import type { FactoryProvider } from '@nestjs/common';

/** A class that a provider is found by; it may be abstract. */
type Token<T> = abstract new (...given: never[]) => T;

interface Optional<T> {
  readonly token: Token<T>;
  readonly optional: true;
}

type Wanted = Token<unknown> | Optional<unknown>;

type Given<Tokens> = {
  [K in keyof Tokens]: Tokens[K] extends Token<infer T>
    ? T
    : Tokens[K] extends Optional<infer T>
      ? T | undefined
      : never;
};

type Injected = NonNullable<FactoryProvider['inject']>;

/**
 * A provider whose value is made by a function of other providers, with types checked. The value
 * knows nothing of Nest: so no class needs a decorator to be provided.
 */
export function provide<T, const Tokens extends readonly Wanted[]>(
  token: Token<T> | symbol,
  tokens: Tokens,
  make: (...given: Given<Tokens>) => T | Promise<T>,
): FactoryProvider<T> {
  return {
    provide: token,
    inject: [...tokens] as Injected,
    useFactory: make as (...given: unknown[]) => T | Promise<T>,
  };
}

/**
 * As {@link provide}, for a value made of many others: the function gets them by name, in one
 * object.
 */
export function provideOf<T, Tokens extends Readonly<Record<string, Wanted>>>(
  token: Token<T>,
  tokens: Tokens,
  make: (given: { readonly [K in keyof Given<Tokens>]: Given<Tokens>[K] }) => T | Promise<T>,
): FactoryProvider<T> {
  const names = Object.keys(tokens);
  return {
    provide: token,
    inject: Object.values(tokens) as Injected,
    useFactory: async (...given: unknown[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, given[i]]));
      return make(named as Given<Tokens>);
    },
  };
}

/** Asks for a provider that only some processes have; `undefined` elsewhere. */
export function ifThere<T>(token: Token<T>): Optional<T> {
  return { token, optional: true };
}
