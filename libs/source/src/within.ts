/**
 * Does `work` and waits for it, at most `timeoutMs`. Never rejects.
 *
 * @returns what went wrong, `undefined` where nothing did.
 */
export async function within(
  timeoutMs: number,
  work: () => Promise<void>,
): Promise<'timeout' | 'rejected' | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs);
  });
  const done = work().then(
    () => undefined,
    () => 'rejected' as const,
  );
  const problem = await Promise.race([done, timeout]);
  clearTimeout(timer);
  return problem;
}
