import { useSignal } from '@preact/signals';
import { actOnBridge, actOnMany, type BridgeAction } from '../api/actions.js';
import { changeable, chooseNone, chosen } from '../rows/selection.js';
import { t } from '../texts/texts.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { problemText, tell, tellProblem } from '../ui/notices.js';

const ICONS = { pause: 'pause', resume: 'play', delete: 'trash' } as const;
/** How many names the confirmation lists. */
const NAMES_MAX = 12;

/** The actions on all selected bridges, and the number of these bridges. */
export function BulkBar() {
  const asked = useSignal<BridgeAction | undefined>(undefined);
  const doneSoFar = useSignal(-1);
  const names = changeable.value;
  const words = t().bulk;
  const run = async (action: BridgeAction): Promise<void> => {
    doneSoFar.value = 0;
    const { done, failed } = await actOnMany(
      names,
      (name) => actOnBridge(name, action),
      (count) => (doneSoFar.value = count),
    );
    if (done > 0) tell(words.did[action](done));
    const [first] = failed;
    if (first !== undefined) {
      tellProblem(new Error(words.failed(failed.length, first.name, problemText(first.error))));
    } else {
      chooseNone();
    }
    doneSoFar.value = -1;
    asked.value = undefined;
  };
  const action = asked.value;
  if (chosen.value.size === 0) return null;
  const others = chosen.value.size - names.length;
  const isBusy = doneSoFar.value >= 0;
  return (
    <section class="bulk" aria-label={words.heading}>
      <strong>{words.chosen(chosen.value.size)}</strong>
      {others > 0 && <span class="muted">{words.ofFile(others)}</span>}
      <span class="bulk-end">
        {(['pause', 'resume', 'delete'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class={one === 'delete' ? 'danger' : ''}
            disabled={names.length === 0}
            onClick={() => (asked.value = one)}
          >
            <Icon name={ICONS[one]} />
            {words.act[one](names.length)}
          </button>
        ))}
        <button type="button" class="quiet" onClick={chooseNone}>
          {words.none}
        </button>
      </span>
      {action !== undefined && (
        <Dialog
          heading={words.asks[action](names.length)}
          confirm={
            isBusy ? `${doneSoFar.value} / ${names.length}` : words.act[action](names.length)
          }
          isDanger={action === 'delete'}
          isBusy={isBusy}
          onConfirm={() => void run(action)}
          onClose={() => (asked.value = undefined)}
        >
          <p>{words.says[action]}</p>
          <p class="muted">
            <bdi>{names.slice(0, NAMES_MAX).join(', ')}</bdi>
            {names.length > NAMES_MAX && ` ${words.andMore(names.length - NAMES_MAX)}`}
          </p>
        </Dialog>
      )}
    </section>
  );
}
