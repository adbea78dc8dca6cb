/** The beginning of a body. */
export interface BodyBeginning {
  readonly bytes: Buffer;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** Reads a body as far as it may be long; what is left is never received. */
export async function beginningOf({ body }: Response, bytesMax: number): Promise<BodyBeginning> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (length > bytesMax) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, bytesMax), isWhole: length <= bytesMax };
}

/** A body, or `undefined` if it is larger than `bytesMax`. */
export async function boundedBody(
  response: Response,
  bytesMax: number,
): Promise<Buffer | undefined> {
  const { bytes, isWhole } = await beginningOf(response, bytesMax);
  return isWhole ? bytes : undefined;
}
