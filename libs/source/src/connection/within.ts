import { inTime } from '#timing';

/**
 * Does `work` and waits for it, at most `timeoutMs`. Never rejects.
 * @returns the problem; `undefined` if there was none.
 */
export async function within(
  timeoutMs: number,
  work: () => Promise<void>,
): Promise<'timeout' | 'rejected' | undefined> {
  const done = work().then(
    () => undefined,
    () => 'rejected' as const,
  );
  return inTime(done, timeoutMs, () => 'timeout' as const);
}
