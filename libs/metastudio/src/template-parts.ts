/** The longest template of what is signed, in characters. */
export const TEMPLATE_LENGTH_MAX = 1024;

/** Text and placeholders in turn; an unmatched brace is a part of its own. */
export function partsOf(template: string): string[] {
  return template.match(/\{\w+\}|[^{}]+|[{}]/gu) ?? [];
}

/** What a part stands for; `undefined` for text, and for a placeholder that is none of `fields`. */
export function fieldOf<Field>(
  fields: Readonly<Record<string, Field>>,
  part: string,
): Field | undefined {
  const name = part.slice(1, -1);
  return part.startsWith('{') && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The first part that is a brace, or a placeholder that is none of `fields`. */
export function unknownPartOf(
  fields: Readonly<Record<string, unknown>>,
  template: string,
): string | undefined {
  return partsOf(template).find(
    (part) => /[{}]/u.test(part) && fieldOf(fields, part) === undefined,
  );
}
