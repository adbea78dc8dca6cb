/**
 * A count in the form in which sites show it: `512`, `1,234`, `1.2万`, `10万+`, `3.4K`, `12万人`. Short
 * forms are as rounded as the site shows them.
 * @returns `undefined` if the text is no count, such as `12.5`.
 */
export function shownCount(text: string): number | undefined {
  const match = text.length <= TEXT_MAX ? SHOWN.exec(text.normalize('NFKC').trim()) : null;
  if (match === null) return undefined;
  const [, whole = '', fraction = '', unit = ''] = match;
  if (unit === '' && fraction !== '') return undefined;
  const shown = Number(`${whole.replaceAll(',', '')}.${fraction}`);
  // Rounded: 1.2 times 10 000 would be less than 12 000.
  return Math.round(shown * (UNITS.get(unit.toLowerCase()) ?? 1));
}

const TEXT_MAX = 32;
const SHOWN =
  /^(\d{1,3}(?:,\d{3}){1,5}|\d{1,16})(?:\.(\d{1,4}))?\s?([千万萬亿億kmbw]?)\s?\+?\s?人?$/iu;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['千', 1e3],
  ['k', 1e3],
  ['万', 1e4],
  ['萬', 1e4],
  ['w', 1e4],
  ['m', 1e6],
  ['亿', 1e8],
  ['億', 1e8],
  ['b', 1e9],
]);
