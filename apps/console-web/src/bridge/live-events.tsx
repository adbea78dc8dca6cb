import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import type { ToldEvent, TrailAnswer } from '../api/contract.js';
import { ToldLine } from '../events/told-event.js';
import '../events/told.css';
import type { Row } from '../rows/store.js';
import { t } from '../texts/page-texts.js';

const LOOK_EVERY_MS = 2000;
/** Of the time: a look reads the whole trail of the room, which of a loud one takes long. */
const LOOK_PART = 0.05;
const LOOK_EVERY_MS_MAX = 30_000;
/** How many events are fetched, and shown. Single ones are found by name, on the page "why". */
const LOOKED_AT = 200;
const SHOWN = 40;
/** How many of them may be events that still wait: what became of the others says more. */
const OPEN_SHOWN = 8;

/** A bridge's events as they pass. Shown only on request: what viewers write is theirs. */
export function LiveEvents({ row }: { readonly row: Row }) {
  const told = useSignal<Told | undefined>(undefined);
  const { target } = row.bridge.value;
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const startedAt = performance.now();
      try {
        if (!document.hidden) told.value = await lookAt(target, row.name);
      } catch {
        // The sentence at the top tells of a relay that is away.
      }
      if (!isGone) timer = setTimeout(() => void look(), pauseAfter(performance.now() - startedAt));
    };
    void mayShow().then((may) => (may && !isGone ? look() : undefined));
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [target]);
  if (told.value === undefined) return null;
  const { events, isKept } = told.value;
  const words = t().why;
  return (
    <section class="card live-events">
      <h2>{words.live}</h2>
      {events.length === 0 ? (
        <p class="muted">{isKept ? words.noneYet : words.notKeptHere}</p>
      ) : (
        <ol class="events" tabIndex={0} aria-label={words.live}>
          {events.map((event, i) => (
            <ToldLine key={`${event.at} ${i}`} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** How long until the next look, in ms. */
function pauseAfter(took: number): number {
  return Math.min(LOOK_EVERY_MS_MAX, Math.max(LOOK_EVERY_MS, took / LOOK_PART));
}

type Told = Pick<TrailAnswer, 'events' | 'isKept'>;

async function lookAt(target: string, name: string): Promise<Told> {
  const query = new URLSearchParams({ target, bridge: name, limit: String(LOOKED_AT) });
  const { events, isKept } = await ask<TrailAnswer>(`trail?${query}`);
  return { events: shownOf(events), isKept };
}

/** The latest, with few that still wait: at a hundred a second all of the latest do. */
function shownOf(events: readonly ToldEvent[]): readonly ToldEvent[] {
  let open = 0;
  const shown = events.filter(({ state }) => {
    const isOpen = state === 'waiting' || state === 'choosing';
    return !isOpen || ++open <= OPEN_SHOWN;
  });
  return shown.slice(0, SHOWN);
}

let asked: Promise<boolean> | undefined;

/** Whether this relay's console may show what viewers write. */
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
