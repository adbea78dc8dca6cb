import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { problemText } from './notices.js';

/** Nobody waits for the answer to a word that is not written yet. */
const TYPED_MS = 300;

/**
 * The API's answer to a path that changes while somebody types: asked once it stays the same for a
 * moment. An older question is given up. Without a path there is no answer.
 */
export function useTypedAnswer<T>(
  path: string | undefined,
  ask: (path: string, signal: AbortSignal) => Promise<T>,
): { answer?: T; problem: string } {
  const answer = useSignal<T | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    if (path === undefined) {
      answer.value = undefined;
      return undefined;
    }
    const gone = new AbortController();
    const timer = setTimeout(() => {
      ask(path, gone.signal).then(
        (found) => {
          answer.value = found;
          problem.value = '';
        },
        (error: unknown) => {
          if (!gone.signal.aborted) problem.value = problemText(error);
        },
      );
    }, TYPED_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [path]);
  return answer.value === undefined
    ? { problem: problem.value }
    : { answer: answer.value, problem: problem.value };
}
