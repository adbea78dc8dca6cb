import { useSignal } from '@preact/signals';
import { ask, ApiError } from '../api/client.js';
import type { Trial } from '../api/contract.js';
import { focusOnUnreadable, focusOnWrong } from '../forms/focus-on-wrong.js';
import { EventLine } from '../events/event-line.js';
import { t } from '../texts/page-texts.js';
import { problemText } from '../texts/problem-text.js';
import { told } from '../texts/told.js';
import { endedText } from './ended-text.js';
import type { Draft } from '../forms/draft.js';

const SECONDS = 10;
const EVENTS = 5;

/** Connects the source without saving it, and shows its first events. */
export function TrialBox(props: {
  readonly spec: Draft;
  readonly bridge?: string | undefined;
  readonly refused: (error: ApiError) => void;
}) {
  const { spec, bridge, refused } = props;
  const isBusy = useSignal(false);
  const seen = useSignal<Trial | undefined>(undefined);
  const problem = useSignal('');
  const words = t().add;
  const run = async (): Promise<void> => {
    seen.value = undefined;
    problem.value = focusOnUnreadable() ? words.seeFields : '';
    if (problem.value !== '') return;
    isBusy.value = true;
    const body = {
      spec,
      seconds: SECONDS,
      events: EVENTS,
      ...(bridge === undefined ? {} : { bridge }),
    };
    try {
      seen.value = await ask<Trial>('bridges/test', { method: 'POST', body });
    } catch (error) {
      const isOfFields = error instanceof ApiError && error.errors.length > 0;
      problem.value = isOfFields ? words.seeFields : problemText(error);
      if (isOfFields) {
        refused(error);
        focusOnWrong();
      }
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <div class="trial">
      <button type="button" disabled={isBusy.value} onClick={() => void run()}>
        {isBusy.value ? words.testing(SECONDS) : words.test}
      </button>
      <div role="status">
        {problem.value !== '' && <p class="problem">{problem.value}</p>}
        {seen.value !== undefined && <Seen trial={seen.value} />}
      </div>
    </div>
  );
}

function Seen({ trial }: { readonly trial: Trial }) {
  const words = t().add;
  const { connected, events, refused, refusedZh, ended, frames, notUnderstood } = trial;
  const wrong = Object.values(notUnderstood).reduce((sum, one) => sum + one, 0);
  if (!connected) {
    const why =
      refused === undefined ? words.notConnected(endedText(ended)) : told(refused, refusedZh);
    return <p class="problem">{why}</p>;
  }
  return (
    <>
      <p class="well">{events.length > 0 ? words.works(events.length) : words.silent(frames)}</p>
      {wrong > 0 && <p class="problem">{words.notUnderstood(wrong)}</p>}
      <ol class="events">
        {events.map((event, i) => (
          <EventLine key={i} event={event} />
        ))}
      </ol>
    </>
  );
}
