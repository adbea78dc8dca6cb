import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import { isLoggedIn } from '../api/session.js';
import type { ToldEvent, TrailAnswer } from '../api/contract.js';
import { ToldLine } from '../events/told-event.js';
import '../events/told.css';
import type { Row } from '../rows/store.js';
import { t } from '../texts/page-texts.js';

const LOOK_EVERY_MS = 2000;
/**
 * The part of the time spent on looks: each reads the whole trail, which takes long in a busy room.
 */
const LOOK_PART = 0.05;
const LOOK_EVERY_MS_MAX = 30_000;
/** How many events are fetched, and shown. The page "why" finds a single event by name. */
const LOOKED_AT = 200;
const SHOWN = 40;
/** How many of the shown events may still wait. The fate of the others is more interesting. */
const OPEN_SHOWN = 8;

/** A bridge's events as they pass, shown only where the relay may show what viewers write. */
export function LiveEvents({ row }: { readonly row: Row }) {
  const told = useSignal<Told | undefined>(undefined);
  const { target } = row.bridge.value;
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const startedAt = performance.now();
      try {
        const may = !document.hidden && isLoggedIn() && (await mayShow());
        if (may) told.value = await lookAt(target, row.name);
      } catch {
        // The sentence at the top of the page already says that the relay does not answer.
      }
      if (!isGone) timer = setTimeout(() => void look(), pauseAfter(performance.now() - startedAt));
    };
    void look();
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

/** The latest events, few of which still wait: in a busy room all of the latest would. */
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
