const PREFIX = 'terms:';

/** The field of a target's hash that holds what a bridge asks of reports. */
export function termsField(bridge: string): string {
  return PREFIX + bridge;
}

/** What the fields of a target's hash say of bridges, by name. */
export function termsIn(fields: ReadonlyMap<string, string>): Map<string, string> {
  const terms = new Map<string, string>();
  for (const [name, text] of fields) {
    if (name.startsWith(PREFIX)) terms.set(name.slice(PREFIX.length), text);
  }
  return terms;
}
