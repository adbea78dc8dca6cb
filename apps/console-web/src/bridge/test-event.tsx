import { useSignal } from '@preact/signals';
import { sendTestEvent } from '../api/actions.js';
import { t } from '../texts/texts.js';
import { Dialog } from '../ui/dialog.js';
import { tell, tellProblem } from '../ui/notices.js';
import { droppedText } from './dropped-text.js';

/** Sends one comment through a bridge, once somebody has said that it is meant. */
export function TestEventButton({ name }: { readonly name: string }) {
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);
  const text = useSignal('');
  const words = t().testEvent;
  const send = async (): Promise<void> => {
    isBusy.value = true;
    try {
      const dropped = await sendTestEvent(name, text.value.trim() || words.text);
      if (dropped === undefined) tell(words.sent);
      else tell(words.dropped(droppedText(dropped)));
      isAsking.value = false;
    } catch (error) {
      tellProblem(error);
    }
    isBusy.value = false;
  };
  return (
    <>
      <button type="button" onClick={() => (isAsking.value = true)}>
        {words.button}
      </button>
      {isAsking.value && (
        <Dialog
          heading={words.heading}
          confirm={words.send}
          isBusy={isBusy.value}
          onConfirm={() => void send()}
          onClose={() => (isAsking.value = false)}
        >
          <p>{words.says}</p>
          <input
            type="text"
            maxLength={200}
            aria-label={words.comment}
            placeholder={words.text}
            value={text.value}
            onInput={({ currentTarget: { value } }) => (text.value = value)}
          />
        </Dialog>
      )}
    </>
  );
}
