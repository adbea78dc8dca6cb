/** The JSON of what was parsed before; `undefined` for what is nested too deep to be written, which no platform sends. */
export function writtenJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
