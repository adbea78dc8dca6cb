import { untilAborted } from '#timing';
import type { SignedRequest, Signer, UnsignedRequest } from './signer.js';

/**
 * Signs a request, unless `signal` aborts before: a credential that has to be fetched may take as long as an answer,
 * and who gives up leaves it to the others that wait for it.
 * @returns `undefined` where it aborted.
 */
export async function signUntil(
  signal: AbortSignal | undefined,
  signer: Signer,
  request: UnsignedRequest,
): Promise<SignedRequest | undefined> {
  if (signal?.aborted === true) return undefined;
  const signing = signer.sign(request);
  if (signal === undefined || !(signing instanceof Promise)) return signing;
  await untilAborted(signal, signing);
  return signal.aborted ? undefined : signing;
}
