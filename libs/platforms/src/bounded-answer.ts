import { boundedBody, parseJson } from '#source';

export type { Fetch } from '#source';

/** The most bytes of an answer that are read. */
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * The JSON of an answer; `undefined` if it is not JSON, or longer than {@link ANSWER_BYTES_MAX}.
 */
export async function jsonOf(response: Response): Promise<unknown> {
  const body = await boundedBody(response, ANSWER_BYTES_MAX);
  return body && parseJson(body.toString());
}
