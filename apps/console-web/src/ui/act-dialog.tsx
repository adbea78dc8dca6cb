import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.js';
import { problemText } from '../texts/problem-text.js';
import { tell } from './notices.js';

interface ActDialogProps {
  readonly heading: string;
  readonly confirm: string;
  readonly isDanger?: boolean;
  /** Whether it can be confirmed. @defaultValue true */
  readonly isReady?: boolean;
  /** Does the action. @returns the sentence that says that it was done. */
  readonly act: () => Promise<string>;
  readonly close: () => void;
  readonly children?: ComponentChildren;
}

/**
 * Asks for a confirmation, does the action once, and closes. Where the action fails, the dialog
 * stays open and shows why.
 */
export function ActDialog(props: ActDialogProps) {
  const { heading, confirm, isDanger = false, isReady = true, act, close, children } = props;
  const isBusy = useSignal(false);
  const problem = useSignal('');
  const run = async (): Promise<void> => {
    if (!isReady || isBusy.value) return;
    isBusy.value = true;
    problem.value = '';
    try {
      tell(await act());
      close();
    } catch (error) {
      // A notice behind a modal dialog is neither visible nor read out.
      problem.value = problemText(error);
    }
    isBusy.value = false;
  };
  return (
    <Dialog
      heading={heading}
      confirm={confirm}
      isDanger={isDanger}
      isBusy={isBusy.value || !isReady}
      onConfirm={() => void run()}
      onClose={close}
    >
      {children}
      {problem.value !== '' && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </Dialog>
  );
}
