import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { actOnLetters } from '../api/actions.js';
import { ask } from '../api/client.js';
import { AGAIN_MS, whileLooked } from '../ui/looks.js';
import type { LetterWords } from '../api/contract.js';
import { mayChange } from '../api/session.js';
import { totals } from '../rows/store.js';
import { figure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { problemText } from '../texts/problem-text.js';
import { Dialog } from '../ui/dialog.js';
import { tell, tellProblem } from '../ui/notices.js';
import { Letter } from './letter.js';
import './letters.css';

interface LettersNow {
  readonly count: number;
  readonly items: readonly LetterWords[];
}

const PAGE = 100;

/**
 * The events that MetaStudio refused: the user looks at them, sends them again, or deletes them.
 */
export function LettersPage() {
  const now = useSignal<LettersNow | undefined>(undefined);
  const problem = useSignal('');
  const words = t().letters;
  const look = async (): Promise<void> => {
    try {
      const [{ count }, page] = await Promise.all([
        ask<{ count: number }>('dead-letters/count'),
        ask<Omit<LettersNow, 'count'>>(`dead-letters?limit=${PAGE}`),
      ]);
      now.value = { count, ...page };
      problem.value = '';
    } catch (error) {
      problem.value = problemText(error);
    }
  };
  const { deadLettered } = totals.value;
  useEffect(() => void look(), [deadLettered]);
  const isFailed = problem.value !== '';
  useEffect(() => (isFailed ? whileLooked(AGAIN_MS, look) : undefined), [isFailed]);
  const found = now.value;
  return (
    <section class="card letters">
      <h1>{words.heading}</h1>
      <p class="muted">{words.lead}</p>
      {problem.value !== '' && <p class="problem">{problem.value}</p>}
      {found !== undefined && found.count === 0 && <p>{words.none}</p>}
      {found !== undefined && found.count > 0 && (
        <>
          <AllButtons count={found.count} look={look} />
          <ul class="letter-list">
            {found.items.map((letter) => (
              <Letter key={`${letter.target} ${letter.id}`} letter={letter} look={look} />
            ))}
          </ul>
          {found.count > found.items.length && (
            <p class="muted">{words.shown(figure(found.items.length), figure(found.count))}</p>
          )}
        </>
      )}
    </section>
  );
}

function AllButtons(props: { readonly count: number; readonly look: () => Promise<void> }) {
  const { count, look } = props;
  const asked = useSignal<'replay' | 'drop' | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = t().letters;
  if (!mayChange.value) return null;
  const run = async (what: 'replay' | 'drop'): Promise<void> => {
    isBusy.value = true;
    try {
      const { done, left } = await actOnLetters(what, { all: true });
      tell(words.did[what](done, left));
    } catch (error) {
      tellProblem(error);
    }
    isBusy.value = false;
    asked.value = undefined;
    await look();
  };
  const what = asked.value;
  return (
    <div class="head-end">
      <button type="button" onClick={() => (asked.value = 'replay')}>
        {words.replayAll(count)}
      </button>
      <button type="button" class="danger" onClick={() => (asked.value = 'drop')}>
        {words.dropAll(count)}
      </button>
      <a class="button" href="/api/dead-letters/export" download="dead-letters.jsonl">
        {words.export}
      </a>
      {what !== undefined && (
        <Dialog
          heading={words.asks[what](count)}
          confirm={what === 'replay' ? words.replayAll(count) : words.dropAll(count)}
          isDanger={what === 'drop'}
          isBusy={isBusy.value}
          onConfirm={() => void run(what)}
          onClose={() => (asked.value = undefined)}
        >
          <p>{words.says[what]}</p>
        </Dialog>
      )}
    </div>
  );
}
