import { useSignal } from '@preact/signals';
import { actOnLetters } from '../api/actions.js';
import { ask } from '../api/client.js';
import type { LetterWords } from '../api/contract.js';
import { mayChange } from '../api/session.js';
import { EventLine } from '../events/event-line.js';
import { dayAndTime } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { ActDialog } from '../ui/act-dialog.js';
import { tell, tellProblem } from '../ui/notices.js';
import { addressOf } from '../ui/route.js';

interface LetterProps {
  readonly letter: LetterWords;
  readonly look: () => Promise<void>;
}

/** One refused event: why it was refused, and its content on request. */
export function Letter({ letter, look }: LetterProps) {
  const { target, id, bridge, at, code, message } = letter;
  const event = useSignal<unknown>(undefined);
  const open = async (): Promise<void> => {
    try {
      const path = `dead-letters/${encodeURIComponent(target)}/${encodeURIComponent(id)}`;
      ({ event: event.value } = await ask<{ event: unknown }>(path));
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <li class="letter">
      <div class="letter-why">
        <a href={addressOf({ page: 'bridge', name: bridge })}>
          <bdi>{bridge}</bdi>
        </a>
        <time class="muted" dateTime={new Date(at).toISOString()}>
          {dayAndTime(at)}
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
            {t().letters.look}
          </button>
        )}
        {mayChange.value && <Acts letter={letter} look={look} />}
      </span>
    </li>
  );
}

/** The actions on a letter. An action that cannot be undone asks first. */
function Acts({ letter: { target, id }, look }: LetterProps) {
  const isAsking = useSignal(false);
  const words = t().letters;
  const act = async (what: 'replay' | 'drop'): Promise<string> => {
    // Another operator may have been first, and a full buffer takes none.
    const { done, left } = await actOnLetters(what, { target, ids: [id] });
    return words.did[what](done, left);
  };
  const replay = async (): Promise<void> => {
    try {
      tell(await act('replay'));
    } catch (error) {
      tellProblem(error);
    }
    await look();
  };
  const close = (): void => {
    isAsking.value = false;
    void look();
  };
  return (
    <>
      <button type="button" onClick={() => void replay()}>
        {words.replay}
      </button>
      <button type="button" class="danger" onClick={() => (isAsking.value = true)}>
        {words.drop}
      </button>
      {isAsking.value && (
        <ActDialog
          heading={words.asks.drop(1)}
          confirm={words.drop}
          isDanger
          act={async () => act('drop')}
          close={close}
        >
          <p>{words.says.drop}</p>
        </ActDialog>
      )}
    </>
  );
}
