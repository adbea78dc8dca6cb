import { useSignal } from '@preact/signals';
import { ask } from '../api/client.js';
import type { LetterWords } from '../api/contract.js';
import { mayChange } from '../api/session.js';
import { EventLine } from '../events/event-line.js';
import { t } from '../texts/page-texts.js';
import { tell, tellProblem } from '../ui/notices.js';
import { addressOf } from '../ui/route.js';
import { timeOf } from './letters-page.js';

/** One refused event: why it was refused, and on request what it said. */
export function Letter(props: {
  readonly letter: LetterWords;
  readonly look: () => Promise<void>;
}) {
  const { letter, look } = props;
  const { target, id, bridge, at, code, message } = letter;
  const event = useSignal<unknown>(undefined);
  const words = t().letters;
  const open = async (): Promise<void> => {
    try {
      const path = `dead-letters/${encodeURIComponent(target)}/${encodeURIComponent(id)}`;
      ({ event: event.value } = await ask<{ event: unknown }>(path));
    } catch (error) {
      tellProblem(error);
    }
  };
  const act = async (what: 'replay' | 'drop'): Promise<void> => {
    try {
      await ask(`dead-letters/${what}`, { method: 'POST', body: { target, ids: [id] } });
      tell(words.did[what](1, 0));
    } catch (error) {
      tellProblem(error);
    }
    await look();
  };
  return (
    <li class="letter">
      <div class="letter-why">
        <a href={addressOf({ page: 'bridge', name: bridge })}>
          <bdi>{bridge}</bdi>
        </a>
        <time class="muted" dateTime={new Date(at).toISOString()}>
          {timeOf(at)}
        </time>
        <span>
          {code !== undefined && <code>{code}</code>} <bdi>{message}</bdi>
        </span>
        {event.value !== undefined && (
          <ol class="events">
            <EventLine event={event.value} />
          </ol>
        )}
      </div>
      <span class="letter-end">
        {event.value === undefined && (
          <button type="button" class="quiet" onClick={() => void open()}>
            {words.look}
          </button>
        )}
        {mayChange.value && (
          <>
            <button type="button" onClick={() => void act('replay')}>
              {words.replay}
            </button>
            <button type="button" class="danger" onClick={() => void act('drop')}>
              {words.drop}
            </button>
          </>
        )}
      </span>
    </li>
  );
}
