import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from '../texts/texts.js';

/** A part of the page that is loaded when it is first shown. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | undefined>(undefined);
  const isFailed = signal(false);
  let isAsked = false;
  const ask = (): void => {
    isAsked = true;
    load().then(
      (part) => (loaded.value = part),
      () => (isFailed.value = true),
    );
  };
  return function Lazy(props: Props) {
    if (!isAsked) ask();
    const Part = loaded.value;
    if (Part !== undefined) return <Part {...props} />;
    if (!isFailed.value) return <p class="muted">{t().part.loading}</p>;
    // An updated relay has files of other names: only a reload of the page learns these.
    return (
      <p class="problem" role="alert">
        {t().part.failed}{' '}
        <button type="button" onClick={() => location.reload()}>
          {t().part.again}
        </button>
      </p>
    );
  };
}
