import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';

/** A part of the page that is loaded when it is first shown. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | undefined>(undefined);
  let isAsked = false;
  const ask = (): void => {
    isAsked = true;
    load().then(
      (part) => (loaded.value = part),
      // The relay is away, or has been updated: the next showing tries again.
      () => (isAsked = false),
    );
  };
  return function Lazy(props: Props) {
    if (!isAsked) ask();
    const Part = loaded.value;
    return Part === undefined ? null : <Part {...props} />;
  };
}
