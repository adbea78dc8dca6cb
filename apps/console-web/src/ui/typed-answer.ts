import { problemText } from '../texts/problem-text.js';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** How long a text must stay the same before it is asked about, in ms. */
const TYPED_MS = 300;

/**
 * The API's answer for a path that changes while the user types. It is requested once the path
 * stays the same for a moment, and an older request is given up. No path, no answer.
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
