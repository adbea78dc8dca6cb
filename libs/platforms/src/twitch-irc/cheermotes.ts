/**
 * Removes the cheermotes from a paid message: words that end in an amount, such as `Cheer100`.
 * Twitch does not mark them, and every channel may have prefixes of its own, so words are removed
 * as long as their amounts fit into what was paid: those with Twitch's own prefixes first, then
 * others. "Cheer100 play some mp3" with 100 bits becomes "play some mp3".
 */
export function stripCheermotes(text: string, bits: number): string {
  const words = text.split(' ');
  let unexplained = bits;
  for (const known of [true, false]) {
    for (const [index, word] of words.entries()) {
      const amount = amountOf(word, known);
      if (amount === 0 || amount > unexplained) continue;
      unexplained -= amount;
      words[index] = '';
    }
  }
  return words.join(' ');
}

/** The amount of a word that may be a cheermote; 0: it is none. */
function amountOf(word: string, known: boolean): number {
  if (word.length > WORD_LENGTH_MAX) return 0;
  const match = CHEERMOTE.exec(word);
  if (match === null || KNOWN_PREFIXES.has(match[1]!.toLowerCase()) !== known) return 0;
  return Number(match[2]);
}

const WORD_LENGTH_MAX = 40;
const CHEERMOTE = /^([a-z0-9]*[a-z])([1-9]\d{0,6})$/i;

/** @see https://dev.twitch.tv/docs/api/reference/#get-cheermotes */
const KNOWN_PREFIXES: ReadonlySet<string> = new Set(
  [
    '4head anon bday biblethump bitboss charity cheer cheerwhal corgo dansgame doodlecheer',
    'elegiggle failfish frankerz goal heyguys holidaycheer kappa kreygasm mrdestructoid muxy',
    'notlikethis party pjsalt pride ripcheer scoops seemsgood shamrock showlove streamlabs',
    'swiftrage trihard uni vohiyo',
  ].flatMap((line) => line.split(' ')),
);
