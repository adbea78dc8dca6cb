import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { actOnBridge, actOnMany } from '../api/actions.js';
import {
  asked,
  chooseNames,
  chooseNone,
  keepChosen,
  selection,
  type Asked,
} from '../rows/selection.js';
import { t } from '../texts/page-texts.js';
import { problemText } from '../texts/problem-text.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { tell, tellFailure } from '../ui/notices.js';

const ICONS = { pause: 'pause', resume: 'play', delete: 'trash' } as const;
/** How many names the confirmation lists. */
const NAMES_MAX = 12;

/** The actions on all selected bridges, and the number of these bridges. */
export function BulkBar() {
  const { changeable, ofFile } = selection.value;
  const words = t().bulk;
  const count = changeable.length + ofFile.length;
  return (
    <>
      <strong>{words.chosen(count)}</strong>
      {ofFile.length > 0 && <span class="muted">{words.ofFile(ofFile.length)}</span>}
      <span class="bulk-end">
        {(['pause', 'resume', 'delete'] as const).map((action) => (
          <button
            key={action}
            type="button"
            class={action === 'delete' ? 'danger' : ''}
            disabled={changeable.length === 0}
            onClick={() => (asked.value = { action, names: changeable })}
          >
            <Icon name={ICONS[action]} />
            {words.act[action](changeable.length)}
          </button>
        ))}
        <button type="button" class="quiet" onClick={chooseNone}>
          {words.none}
        </button>
      </span>
      {asked.value !== undefined && (
        <BulkDialog {...asked.value} close={() => (asked.value = undefined)} />
      )}
    </>
  );
}

/** Asks for a confirmation, and shows how far it is. Who cancels it stops it there. */
function BulkDialog({ action, names, close }: Asked & { readonly close: () => void }) {
  const doneSoFar = useSignal(-1);
  const stop = useMemo(() => new AbortController(), []);
  // The button Back of the browser leaves a modal dialog, too.
  useEffect(
    () => () => {
      stop.abort();
      close();
    },
    [stop],
  );
  const words = t().bulk;
  const isBusy = doneSoFar.value >= 0;
  const run = async (): Promise<void> => {
    doneSoFar.value = 0;
    const { done, failed, left } = await actOnMany(
      names,
      (name) => actOnBridge(name, action),
      (count) => (doneSoFar.value = count),
      stop.signal,
    );
    if (done > 0) tell(words.did[action](done));
    if (left.length > 0) tell(words.left(left.length));
    const [first] = failed;
    if (first !== undefined) {
      tellFailure(words.failed(failed.length, first.name, problemText(first.error)));
    }
    // What was not done stays selected, to be tried again.
    const undone = [...failed.map(({ name }) => name), ...left];
    if (stop.signal.aborted) return keepChosen(names, undone);
    chooseNames(undone);
    close();
  };
  return (
    <Dialog
      heading={words.asks[action](names.length)}
      confirm={isBusy ? `${doneSoFar.value} / ${names.length}` : words.act[action](names.length)}
      isDanger={action === 'delete'}
      isBusy={isBusy}
      onConfirm={() => void run()}
      onClose={() => {
        stop.abort();
        close();
      }}
    >
      <p>{words.says[action]}</p>
      <p class="muted">
        <bdi>{names.slice(0, NAMES_MAX).join(t().listed)}</bdi>
        {names.length > NAMES_MAX && ` ${words.andMore(names.length - NAMES_MAX)}`}
      </p>
    </Dialog>
  );
}
