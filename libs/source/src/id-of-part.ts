/**
 * The id of one of the two events of a message: two events need two ids, or one would pass for a
 * repeat of the other. @returns `undefined` where the message has no id.
 */
export function idOfPart(id: string | undefined, part: string): string | undefined {
  return id === undefined ? undefined : `${id}:${part}`;
}
