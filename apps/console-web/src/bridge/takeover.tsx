import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { clearAnswers, say, type SayWhen } from '../api/actions.js';
import { ask } from '../api/client.js';
import { whileLooked } from '../ui/looks.js';
import { onceKeys } from '../api/once-keys.js';
import type { AnswersWaiting, TargetStatus } from '../api/contract.js';
import { mayChange } from '../api/session.js';
import { ANSWERS_MAX } from '../rows/verdict.js';
import { figure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { ActDialog } from '../ui/act-dialog.js';

/** Each look sends a request to MetaStudio, so looks are rare. */
const LOOK_EVERY_MS = 10_000;
const TEXT_MAX = 2000;
const WHENS = ['insert', 'append', 'now'] as const;

/** Shows how many answers wait to be spoken, and lets a person speak or drop them. */
export function Takeover({ target }: { readonly target: TargetStatus }) {
  const answers = useSignal<AnswersWaiting | undefined>(undefined);
  const asked = useSignal<'say' | 'clear' | undefined>(undefined);
  const words = t().takeover;
  const isLive = target.liveJob !== undefined;
  useEffect(() => {
    if (!isLive) return undefined;
    return whileLooked(LOOK_EVERY_MS, async (signal) => {
      const path = `targets/${encodeURIComponent(target.target)}/answers`;
      answers.value = await ask<AnswersWaiting>(path, { signal });
    });
  }, [target.target, isLive, asked.value]);
  const waiting = answers.value?.waiting;
  const close = (): void => {
    asked.value = undefined;
  };
  return (
    <section class="card takeover">
      <h2>{words.heading}</h2>
      {!isLive ? (
        <p class="muted">{words.notLive}</p>
      ) : (
        <p class="answers" role="status">
          <strong>{waiting === undefined ? '–' : figure(waiting)}</strong> {words.waiting}
        </p>
      )}
      {/* With another pace than `human` the relay does not count waiting answers: no verdict warns. */}
      {isLive && waiting !== undefined && waiting > ANSWERS_MAX && (
        <p class="muted">{t().verdicts['answers-late'].wayOut}</p>
      )}
      {isLive && mayChange.value && (
        <p class="head-end">
          <button type="button" onClick={() => (asked.value = 'say')}>
            {words.say}
          </button>
          <button type="button" disabled={waiting === 0} onClick={() => (asked.value = 'clear')}>
            {words.clear}
          </button>
        </p>
      )}
      {asked.value === 'say' && <Say target={target.target} close={close} />}
      {asked.value === 'clear' && <Clear target={target.target} waiting={waiting} close={close} />}
    </section>
  );
}

interface AskedProps {
  readonly target: string;
  readonly close: () => void;
}

function Say({ target, close }: AskedProps) {
  const text = useSignal('');
  const when = useSignal<SayWhen>('insert');
  const keyOf = useMemo(onceKeys, []);
  const words = t().takeover;
  const act = async (): Promise<string> => {
    await say(target, { text: text.value.trim(), when: when.value }, keyOf);
    return words.said;
  };
  return (
    <ActDialog
      heading={words.sayHeading}
      confirm={words.sayNow}
      isReady={text.value.trim() !== ''}
      act={act}
      close={close}
    >
      <textarea
        rows={3}
        maxLength={TEXT_MAX}
        aria-label={words.text}
        placeholder={words.text}
        value={text.value}
        onInput={({ currentTarget: { value } }) => (text.value = value)}
      />
      <div role="radiogroup" aria-label={words.when} class="whens">
        {WHENS.map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="when"
              checked={when.value === one}
              onChange={() => (when.value = one)}
            />
            {words.whens[one]}
          </label>
        ))}
      </div>
    </ActDialog>
  );
}

function Clear({ target, waiting, close }: AskedProps & { readonly waiting: number | undefined }) {
  const keyOf = useMemo(onceKeys, []);
  const words = t().takeover;
  const act = async (): Promise<string> =>
    words.cleared((await clearAnswers(target, keyOf)).cleared);
  return (
    <ActDialog
      heading={words.clearHeading(waiting)}
      confirm={words.clear}
      isDanger
      act={act}
      close={close}
    >
      <p>{words.clearSays}</p>
    </ActDialog>
  );
}
