import { problemText } from '../texts/problem-text.js';
import { ApiError } from '../api/client.js';
import { isLoggedIn } from '../api/session.js';

/** When what failed is tried again. */
export const AGAIN_MS = 3000;

/**
 * Calls `look` now and every `everyMs`, unless the page is hidden. A failed look is not the last.
 * @returns a function that ends it.
 */
export function whileLooked(
  everyMs: number,
  look: (gone: AbortSignal) => Promise<void>,
): () => void {
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (): Promise<void> => {
    try {
      if (!document.hidden && isLoggedIn()) await look(gone.signal);
    } catch {
      // The sentence at the top of the page already says that the relay does not answer.
    }
    if (!gone.signal.aborted) timer = setTimeout(() => void run(), everyMs);
  };
  void run();
  return () => {
    gone.abort();
    clearTimeout(timer);
  };
}

/**
 * Asks until the relay has answered, or refused for good: the page says that it goes on by itself.
 *
 * @param failed hears what is wrong, and nothing once it is right.
 * @returns a function that ends it.
 */
export function untilAnswered<T>(
  look: (gone: AbortSignal) => Promise<T>,
  told: (answer: T) => void,
  failed: (problem: string) => void = () => {},
): () => void {
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (): Promise<void> => {
    try {
      const answer = isLoggedIn() ? await look(gone.signal) : undefined;
      if (gone.signal.aborted) return;
      if (answer !== undefined) {
        failed('');
        return told(answer);
      }
    } catch (error) {
      if (gone.signal.aborted) return;
      failed(problemText(error));
      if (!isPassing(error)) return;
    }
    timer = setTimeout(() => void run(), AGAIN_MS);
  };
  void run();
  return () => {
    gone.abort();
    clearTimeout(timer);
  };
}

/** Not what MetaStudio refused: it would be asked every three seconds. */
function isPassing(error: unknown): boolean {
  // It says when to ask again.
  if (!(error instanceof ApiError) || error.more.retryAfterS !== undefined) return true;
  const { kind } = error;
  return kind === undefined || kind === 'unavailable' || kind === 'unauthenticated';
}
