import { useSignal } from '@preact/signals';
import { actOnBridge, actOnTarget, type BridgeAction, type TargetAction } from '../api/actions.js';
import { mayChange } from '../api/session.js';
import type { Row } from '../rows/store.js';
import { t } from '../texts/page-texts.js';
import { Dialog } from '../ui/dialog.js';
import { Icon, type IconName } from '../ui/icons.js';
import { tell, tellProblem } from '../ui/notices.js';
import { addressOf, go } from '../ui/route.js';
import { TestEventButton } from './test-event.js';

/** What can be done with a bridge, and with the room that it reports to. */
export function BridgeButtons({ row }: { readonly row: Row }) {
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);
  const { record } = row.bridge.value;
  const words = t().bridge;
  if (!mayChange.value) return null;
  const run = async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
    isBusy.value = true;
    try {
      await act();
      tell(done);
      return true;
    } catch (error) {
      tellProblem(error);
      return false;
    } finally {
      isBusy.value = false;
      isAsking.value = false;
    }
  };
  const act = (action: BridgeAction): void => {
    void run(() => actOnBridge(row.name, action), words.did[action](row.name)).then((isDone) => {
      if (isDone && action === 'delete') go({ page: 'bridges' });
    });
  };
  const isOurs = record?.origin === 'api';
  const isPaused = record?.wanted === 'paused';
  return (
    <div class="head-end">
      <TargetButtons row={row} run={run} isBusy={isBusy.value} />
      {record?.wanted === 'running' && <TestEventButton name={row.name} />}
      {isOurs && (
        <>
          <Act
            icon={isPaused ? 'play' : 'pause'}
            name={isPaused ? words.resume : words.pause}
            isBusy={isBusy.value}
            act={() => act(isPaused ? 'resume' : 'pause')}
          />
          <a class="button" href={addressOf({ page: 'change', name: row.name })}>
            {words.change}
          </a>
          <button type="button" class="danger" onClick={() => (isAsking.value = true)}>
            <Icon name="trash" />
            {words.delete}
          </button>
        </>
      )}
      {record?.origin === 'file' && record.wanted === 'running' && (
        <a class="button" href={addressOf({ page: 'filters', name: row.name })}>
          {words.tryFilters}
        </a>
      )}
      {record?.origin === 'file' && <p class="muted head-note">{words.ofFile}</p>}
      {isAsking.value && (
        <Dialog
          heading={words.deleteHeading(row.name)}
          confirm={words.delete}
          isDanger
          isBusy={isBusy.value}
          onConfirm={() => act('delete')}
          onClose={() => (isAsking.value = false)}
        >
          <p>{words.deleteSays}</p>
        </Dialog>
      )}
    </div>
  );
}

interface TargetButtonsProps {
  readonly row: Row;
  readonly run: (act: () => Promise<unknown>, done: string) => Promise<boolean>;
  readonly isBusy: boolean;
}

/**
 * Holds or pauses the target while a person takes over. Both concern all bridges of the target.
 */
function TargetButtons({ row, run, isBusy }: TargetButtonsProps) {
  const target = row.target.value;
  const asked = useSignal<'hold' | 'pause' | undefined>(undefined);
  const words = t().bridge;
  if (target === undefined) return null;
  const act = (action: TargetAction): void =>
    void run(() => actOnTarget(target.target, action), words.didRoom[action]).then(() => {
      asked.value = undefined;
    });
  const isStopped = target.control.state !== 'running' || target.pausedReason !== undefined;
  if (isStopped) {
    const name = target.control.state === 'held' ? words.letThrough : words.resumeRoom;
    return <Act icon="play" name={name} isPrimary isBusy={isBusy} act={() => act('resume')} />;
  }
  return (
    <>
      <Act
        icon="hand"
        name={words.hold}
        hint={words.holdHint}
        isBusy={isBusy}
        act={() => (asked.value = 'hold')}
      />
      <Act
        icon="pause"
        name={words.pauseRoom}
        hint={words.pauseRoomHint}
        isBusy={isBusy}
        act={() => (asked.value = 'pause')}
      />
      {asked.value !== undefined && (
        <Dialog
          heading={asked.value === 'hold' ? words.holdHeading : words.pauseRoomHeading}
          confirm={asked.value === 'hold' ? words.hold : words.pauseRoom}
          isBusy={isBusy}
          onConfirm={() => act(asked.value ?? 'hold')}
          onClose={() => (asked.value = undefined)}
        >
          <p>{asked.value === 'hold' ? words.holdSays : words.pauseRoomSays}</p>
        </Dialog>
      )}
    </>
  );
}

function Act(props: {
  readonly icon: IconName;
  readonly name: string;
  readonly hint?: string;
  readonly isPrimary?: boolean;
  readonly isBusy: boolean;
  readonly act: () => void;
}) {
  const { icon, name, hint, isPrimary = false, isBusy, act } = props;
  return (
    <button
      type="button"
      class={isPrimary ? 'primary' : ''}
      title={hint ?? name}
      disabled={isBusy}
      onClick={act}
    >
      <Icon name={icon} />
      {name}
    </button>
  );
}
