import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import type { TrailAnswer } from '../api/contract.js';
import { t } from '../texts/texts.js';
import { problemText } from '../ui/notices.js';
import { ToldLine } from './told-event.js';
import './told.css';

const TYPED_MS = 300;
const LIMIT = 100;

/** "Why did the virtual human not answer?": a name or a text, and its fate. */
export function WhyPage() {
  const wanted = useSignal('');
  const told = useSignal<TrailAnswer | undefined>(undefined);
  const problem = useSignal('');
  const words = t().why;
  const asked = wanted.value.trim();
  useEffect(() => {
    if (asked === '') {
      told.value = undefined;
      return undefined;
    }
    const gone = new AbortController();
    const query = new URLSearchParams({ text: asked, limit: String(LIMIT) });
    const timer = setTimeout(() => {
      ask<TrailAnswer>(`trail?${query}`, { signal: gone.signal }).then(
        (found) => {
          told.value = found;
          problem.value = '';
        },
        (error: unknown) => {
          if (!gone.signal.aborted) problem.value = problemText(error);
        },
      );
    }, TYPED_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [asked]);
  return (
    <section class="card why">
      <h1>{words.heading}</h1>
      <p class="muted">{words.lead}</p>
      <input
        type="search"
        maxLength={200}
        aria-label={words.find}
        placeholder={words.find}
        value={wanted.value}
        onInput={({ currentTarget: { value } }) => (wanted.value = value)}
      />
      {problem.value !== '' && <p class="problem">{problem.value}</p>}
      <div role="status">{told.value !== undefined && <Answer told={told.value} />}</div>
    </section>
  );
}

function Answer({ told }: { readonly told: TrailAnswer }) {
  const { events, isKept, untold, areWordsShown } = told;
  const words = t().why;
  if (!isKept) return <p>{words.notKept}</p>;
  return (
    <>
      {events.length === 0 && <p>{words.none}</p>}
      <ol class="events">
        {events.map((event, i) => (
          <ToldLine key={`${event.at} ${i}`} event={event} withBridge />
        ))}
      </ol>
      {!areWordsShown && events.length > 0 && <p class="muted">{words.notShown}</p>}
      {untold > 0 && <p class="muted">{words.untold(untold)}</p>}
    </>
  );
}
