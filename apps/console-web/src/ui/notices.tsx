import { signal } from '@preact/signals';
import { problemText } from '../texts/problem-text.js';
import { t } from '../texts/texts.js';
import { Icon } from './icons.js';

interface Notice {
  readonly id: number;
  readonly says: string;
  readonly isProblem: boolean;
}

const SHOWN_MS = 6000;
const NOTICES_MAX = 4;

const notices = signal<readonly Notice[]>([]);
let last = 0;

/** Says that something was done, for some seconds. */
export function tell(says: string): void {
  const { id } = add(says, false);
  setTimeout(() => close(id), SHOWN_MS);
}

/** Says that something failed, and why, until the message is closed. */
export function tellProblem(error: unknown): void {
  tellFailure(problemText(error));
}

/** The same in the words of the page. */
export function tellFailure(says: string): void {
  add(says, true);
}

function add(says: string, isProblem: boolean): Notice {
  const notice = { id: ++last, says, isProblem };
  notices.value = [...notices.value, notice].slice(-NOTICES_MAX);
  return notice;
}

function close(id: number): void {
  notices.value = notices.value.filter((one) => one.id !== id);
}

export function Notices() {
  return (
    <div class="notices" role="log" aria-live="polite">
      {notices.value.map(({ id, says, isProblem }) => (
        <div key={id} class={isProblem ? 'said said-problem' : 'said'}>
          <span>{says}</span>
          <button
            type="button"
            class="quiet square"
            aria-label={t().close}
            onClick={() => close(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
