import { useSignal } from '@preact/signals';
import { sendTestEvent } from '../api/actions.js';
import { t } from '../texts/page-texts.js';
import { ActDialog } from '../ui/act-dialog.js';
import { droppedText } from '../texts/dropped-text.js';

/** Sends one comment through a bridge, after a confirmation. */
export function TestEventButton({ name }: { readonly name: string }) {
  const isAsking = useSignal(false);
  const text = useSignal('');
  const words = t().testEvent;
  const send = async (): Promise<string> => {
    const dropped = await sendTestEvent(name, text.value.trim() || words.text);
    return dropped === undefined ? words.sent : words.dropped(droppedText(dropped));
  };
  return (
    <>
      <button type="button" onClick={() => (isAsking.value = true)}>
        {words.button}
      </button>
      {isAsking.value && (
        <ActDialog
          heading={words.heading}
          confirm={words.send}
          act={send}
          close={() => (isAsking.value = false)}
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
        </ActDialog>
      )}
    </>
  );
}
