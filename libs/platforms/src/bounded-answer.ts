import { parseJson } from '#source';

/** The type of the global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** The most bytes of an answer that are read. */
export const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * The JSON of an answer; `undefined` if it is not JSON, or longer than {@link ANSWER_BYTES_MAX}.
 */
export async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (length > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks).toString());
}
