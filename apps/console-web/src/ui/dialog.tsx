import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { session } from '../api/session.js';
import { t } from '../texts/texts.js';
import { isFocusLost } from './focus.js';

interface DialogProps {
  readonly heading: string;
  readonly confirm: string;
  readonly isDanger?: boolean;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus in it, and closes it on Escape. */
export function Dialog(props: DialogProps) {
  const {
    heading,
    confirm,
    isDanger = false,
    isBusy = false,
    onConfirm,
    onClose,
    children,
  } = props;
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const isOut = session.value === 'none';
  // It would stand before the page that asks for the token.
  useEffect(() => {
    if (isOut) onClose();
  }, [isOut]);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    // A dialog that is unmounted does not give the focus back by itself; the button may be disabled
    // until after this.
    return () => void setTimeout(() => giveBack(before));
  }, []);
  return (
    <dialog ref={element} aria-labelledby={id} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <h2 id={id}>{heading}</h2>
        {children}
        <div class="dialog-end">
          <button type="button" onClick={onClose}>
            {t().cancel}
          </button>
          <button type="submit" class={isDanger ? 'danger' : 'primary'} disabled={isBusy}>
            {confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Gives the focus back to the element that had it, or to the page where that is gone. */
function giveBack(before: Element | null): void {
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  if (isFocusLost()) document.querySelector<HTMLElement>('#content')?.focus();
}
