import { untilAnswered } from './looks.js';
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
      problem.value = '';
      return undefined;
    }
    let end: (() => void) | undefined;
    const timer = setTimeout(() => {
      end = untilAnswered(
        async (gone) => ask(path, gone),
        (found) => (answer.value = found),
        (says) => (problem.value = says),
      );
    }, TYPED_MS);
    return () => {
      clearTimeout(timer);
      end?.();
    };
  }, [path]);
  return answer.value === undefined
    ? { problem: problem.value }
    : { answer: answer.value, problem: problem.value };
}
