import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import type { ToldEvent, TrailAnswer } from '../api/contract.js';
import { ToldLine } from '../events/told-event.js';
import '../events/told.css';
import type { Row } from '../rows/store.js';
import { t } from '../texts/texts.js';

const LOOK_EVERY_MS = 2000;
/** So many are shown, whatever comes: who wants one asks for it by name. */
const SHOWN = 40;

/** A bridge's events as they pass, where that is wanted: what viewers write is theirs. */
export function LiveEvents({ row }: { readonly row: Row }) {
  const events = useSignal<readonly ToldEvent[] | undefined>(undefined);
  const { target } = row.bridge.value;
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        if (!document.hidden) events.value = await lookAt(target, row.name);
      } catch {
        // The sentence at the top tells of a relay that is away.
      }
      if (!isGone) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void mayShow().then((may) => (may && !isGone ? look() : undefined));
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [target]);
  if (events.value === undefined || events.value.length === 0) return null;
  return (
    <section class="card live-events">
      <h2>{t().why.live}</h2>
      <ol class="events" tabIndex={0} aria-label={t().why.live}>
        {events.value.map((event, i) => (
          <ToldLine key={`${event.at} ${i}`} event={event} />
        ))}
      </ol>
    </section>
  );
}

async function lookAt(target: string, name: string): Promise<ToldEvent[]> {
  const query = new URLSearchParams({ target, limit: '200' });
  const { events } = await ask<TrailAnswer>(`trail?${query}`);
  return events.filter(({ bridge }) => bridge === name).slice(0, SHOWN);
}

let asked: Promise<boolean> | undefined;

/** Whether this relay's console shows what viewers write without being asked. */
async function mayShow(): Promise<boolean> {
  asked ??= ask<{ console?: { showEvents?: boolean } }>('settings').then(
    ({ console }) => console?.showEvents === true,
    () => {
      asked = undefined;
      return false;
    },
  );
  return asked;
}
