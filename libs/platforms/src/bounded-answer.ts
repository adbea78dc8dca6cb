import { parseJson } from '#source';

/** As the global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** The most that is read of an answer, in bytes. */
export const ANSWER_BYTES_MAX = 64 * 1024;

/** The JSON of an answer; `undefined` where it is none, or longer than {@link ANSWER_BYTES_MAX}. */
export async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels what is still on its way.
    if (length > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks).toString());
}
