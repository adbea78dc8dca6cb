import { useSignal } from '@preact/signals';
import { ask } from '../api/client.js';
import type { TrailAnswer } from '../api/contract.js';
import { t } from '../texts/page-texts.js';
import { useTypedAnswer } from '../ui/typed-answer.js';
import { ToldLine } from './told-event.js';
import './told.css';

const LIMIT = 100;

/** "Why did the virtual human not answer?": a name or a text, and its fate. */
export function WhyPage() {
  const wanted = useSignal('');
  const words = t().why;
  const text = wanted.value.trim();
  const query = new URLSearchParams({ text, limit: String(LIMIT) });
  const path = text === '' ? undefined : `trail?${query}`;
  const { answer, problem } = useTypedAnswer(path, async (at, signal) =>
    ask<TrailAnswer>(at, { signal }),
  );
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
      {problem !== '' && <p class="problem">{problem}</p>}
      <div role="status">{answer !== undefined && <Answer told={answer} />}</div>
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
