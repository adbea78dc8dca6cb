/** Reads `30`, `30s`, `1.5m` or `2h` as seconds; `undefined` where it is none of them. */
export function secondsOf(text: string): number | undefined {
  const [, number, unit = 's'] = DURATION.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * SECONDS[unit]!;
}

const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)([smh])?$/u;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
