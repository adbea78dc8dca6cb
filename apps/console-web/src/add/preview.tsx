import { useSignal } from '@preact/signals';
import { ask } from '../api/client.js';
import type { BridgeView, WhatIfAnswer } from '../api/contract.js';
import { droppedText } from '../texts/dropped-text.js';
import { isBlock, type Draft } from '../forms/draft.js';
import { focusOnUnreadable } from '../forms/focus-on-wrong.js';
import { mergePatchOf } from '../forms/merge-patch.js';
import { clock, figure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { problemText } from '../texts/problem-text.js';

const SHOWN = 30;
/** The keys whose effect the preview can show. */
export const PREVIEWED = ['filter', 'choose', 'maxTextLength'] as const;

interface PreviewProps {
  readonly draft: Draft;
  readonly view: BridgeView;
  /** The bridge is in the file: the user writes the change there by hand. */
  readonly isOfFile?: boolean;
}

/** Shows what a change would have done to the events of the last ten minutes. */
export function Preview({ draft, view, isOfFile = false }: PreviewProps) {
  const seen = useSignal<WhatIfAnswer | undefined>(undefined);
  const problem = useSignal('');
  const isBusy = useSignal(false);
  const words = t().preview;
  const patch = mergePatchOf(previewed(view.spec), previewed(draft));
  const run = async (): Promise<void> => {
    seen.value = undefined;
    problem.value = focusOnUnreadable() ? t().add.seeFields : '';
    if (problem.value !== '') return;
    isBusy.value = true;
    try {
      const path = `bridges/${encodeURIComponent(view.name)}/what-if`;
      const asking = { method: 'POST', body: { patch: patch ?? {}, changes: SHOWN } } as const;
      seen.value = await ask<WhatIfAnswer>(path, asking);
    } catch (error) {
      problem.value = problemText(error);
    }
    isBusy.value = false;
  };
  return (
    <div class="trial">
      <button
        type="button"
        disabled={isBusy.value || patch === undefined}
        title={patch === undefined ? words.nothing : undefined}
        onClick={() => void run()}
      >
        {words.button}
      </button>
      {patch === undefined && <span class="muted"> {words.nothing}</span>}
      <div role="status">
        {problem.value !== '' && <p class="problem">{problem.value}</p>}
        {seen.value !== undefined && <Seen answer={seen.value} />}
      </div>
      {isOfFile && patch !== undefined && <ForFile after={previewed(draft)} />}
    </div>
  );
}

/** Shows the values as JSON, which is valid YAML, too. */
function ForFile({ after }: { readonly after: Draft }) {
  return (
    <>
      <p>{t().preview.forFile}</p>
      <pre class="spec" tabIndex={0}>
        {Object.entries(after)
          // Nothing of the target is changed here, and it has more keys than this one.
          .filter(([key]) => key !== 'target')
          .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
          .join('\n')}
      </pre>
    </>
  );
}

function Seen({
  answer: { events, isSame, counts, changed, more },
}: {
  readonly answer: WhatIfAnswer;
}) {
  const words = t().preview;
  if (events === 0) return <p>{words.none}</p>;
  if (isSame) return <p class="well">{words.same(figure(events))}</p>;
  return (
    <>
      <p>{words.of(figure(events))}</p>
      <table class="preview">
        <thead>
          <tr>
            <th scope="col">{words.became}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.after}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(counts).map(([what, { before, after }]) => (
            <tr key={what} class={before === after ? 'nothing' : ''}>
              <th scope="row">{fateText(what)}</th>
              <td>{figure(before)}</td>
              <td>{figure(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ol class="events">
        {changed.map(({ at, type, name, text, before, after }, i) => (
          <li key={`${at} ${i}`} class="event told">
            <time class="muted">{clock(at)}</time>
            <span class={`kind kind-${type}`}>{t().kinds[type] ?? type}</span>
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <span class="event-text">
              <bdi>{text}</bdi>
            </span>
            <span class="fate">
              {fateText(before)} → {fateText(after)}
            </span>
          </li>
        ))}
      </ol>
      {more > 0 && <p class="muted">{words.more(more)}</p>}
    </>
  );
}

function fateText(what: string | undefined): string {
  if (what === undefined) return '–';
  return what === 'reported' ? t().preview.reported : droppedText(what);
}

function previewed(spec: Draft): Draft {
  const { target } = spec;
  const choose = isBlock(target) ? target['choose'] : undefined;
  const own = PREVIEWED.filter((key) => spec[key] !== undefined).map((key) => [key, spec[key]]);
  return {
    ...(Object.fromEntries(own) as Draft),
    ...(choose === undefined ? {} : { target: { choose } }),
  };
}
