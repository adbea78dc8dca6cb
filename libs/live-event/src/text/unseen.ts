/**
 * Invisible characters: controls, and those that Unicode says to ignore on display
 * (`Default_Ignorable_Code_Point`: joiners, variation selectors, tags, fillers, marks of
 * direction). White space is not among them, though most of it is a control.
 */
export const UNSEEN = String.raw`\0-\x08\x0E-\x1F\x7F-\x84\x86-\x9F\uFFF9-\uFFFC\p{Default_Ignorable_Code_Point}`;

/** Matches an invisible character, with or without a meaning. */
export const HOLDS_UNSEEN = new RegExp(`[${UNSEEN}]`, 'u');
const RUNS = new RegExp(`[${UNSEEN}]+`, 'gu');

/**
 * Removes invisible characters that carry no meaning. These stay: joiners and selectors inside an
 * emoji, the tags of a flag, selectors after a character that has variants, the joiners of scripts
 * that are written with them, fillers within a Hangul syllable.
 */
export function withoutUnseen(text: string): string {
  return text.replace(RUNS, (run: string, at: number) => {
    const before = lastCharacter(text, at);
    const next = text.codePointAt(at + run.length);
    return meaningOf(run, before, next === undefined ? '' : String.fromCodePoint(next));
  });
}

/**
 * What is left of a run of invisible characters between two visible ones: a flag's tags, or at most
 * a selector and then a joiner, since no more ever follow one another.
 */
function meaningOf(run: string, before: string, after: string): string {
  if (before === BLACK_FLAG) {
    const tags = FLAG_TAGS.exec(run);
    if (tags !== null) return tags[0];
  }
  let kept = '';
  let joined = false;
  for (const character of run) {
    if (joined) break;
    if (isSelector(character)) {
      if (kept === '' && selects(character, before, after)) kept = character;
    } else if (joins(character, before, after)) {
      kept += character;
      joined = true;
    }
  }
  return kept;
}

function isSelector(character: string): boolean {
  return SELECTOR.test(character);
}

function selects(selector: string, before: string, after: string): boolean {
  if (selector === '\uFE0E' || selector === '\uFE0F') {
    return PICTURE.test(before) || (after === KEYCAP && KEYCAP_BASE.test(before));
  }
  if (MONGOLIAN_SELECTOR.test(selector)) return MONGOLIAN.test(before);
  return HAS_VARIANTS.test(before);
}

function joins(character: string, before: string, after: string): boolean {
  switch (character) {
    case ZERO_WIDTH_JOINER:
      if (PICTURE.test(after)) return PICTURE.test(before) || SKIN_TONE.test(before);
      return JOINED_SCRIPT.test(before) || JOINED_SCRIPT.test(after);
    case ZERO_WIDTH_NON_JOINER:
      return (
        WRITTEN.test(before) &&
        WRITTEN.test(after) &&
        (JOINED_SCRIPT.test(before) || JOINED_SCRIPT.test(after))
      );
    case HANGUL_INITIAL_FILLER:
      return HANGUL_MEDIAL.test(after);
    case HANGUL_MEDIAL_FILLER:
      return HANGUL_INITIAL.test(before);
    case MONGOLIAN_VOWEL_SEPARATOR:
      return MONGOLIAN.test(before) && MONGOLIAN.test(after);
    case GRAPHEME_JOINER:
      return HEBREW_POINT.test(before) && HEBREW_POINT.test(after);
    default:
      return false;
  }
}

function lastCharacter(text: string, end: number): string {
  const unit = text.charCodeAt(end - 1);
  return text.slice(unit >= 0xdc00 && unit <= 0xdfff ? end - 2 : end - 1, end);
}

const ZERO_WIDTH_NON_JOINER = '\u200C';
const ZERO_WIDTH_JOINER = '\u200D';
const GRAPHEME_JOINER = '\u034F';
const HANGUL_INITIAL_FILLER = '\u115F';
const HANGUL_MEDIAL_FILLER = '\u1160';
const MONGOLIAN_VOWEL_SEPARATOR = '\u180E';
const KEYCAP = '\u20E3';
const BLACK_FLAG = '\u{1F3F4}';
/** A region (`gbeng`) and the tag that ends it. */
const FLAG_TAGS = /^[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/u;
const SELECTOR = /^\p{Variation_Selector}$/u;
const MONGOLIAN_SELECTOR = /^[\u180B-\u180D\u180F]$/u;
const MONGOLIAN = /^\p{Script=Mongolian}$/u;
/** @see https://www.unicode.org/Public/UCD/latest/ucd/StandardizedVariants.txt */
const HAS_VARIANTS = new RegExp(
  [
    String.raw`^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Myanmar}`,
    String.raw`\p{Script=Phags_Pa}\p{Script=Manichaean}\p{Sm}`,
    String.raw`\u3001\u3002\uFF01\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F]$`,
  ].join(''),
  'u',
);
const PICTURE = /^\p{Extended_Pictographic}$/u;
const SKIN_TONE = /^\p{Emoji_Modifier}$/u;
const KEYCAP_BASE = /^[0-9#*]$/;
const WRITTEN = /^[\p{L}\p{M}\p{N}]$/u;
/** Scripts whose letters change their shape beside one another, or are joined by a mark. */
const JOINED_SCRIPT = new RegExp(
  `^(?=[\\p{L}\\p{M}])[${[
    'Arabic Syriac Mandaic Nko Mongolian Phags_Pa Adlam Hanifi_Rohingya Manichaean Sogdian',
    'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala',
    'Khmer Myanmar Tibetan Balinese Javanese Sundanese Limbu Meetei_Mayek Newa Tirhuta',
    'Grantha Sharada Kaithi Chakma Brahmi',
  ]
    .flatMap((line) => line.split(' '))
    .map((script) => `\\p{Script_Extensions=${script}}`)
    .join('')}]$`,
  'u',
);
const HANGUL_INITIAL = /^[\u1100-\u115E\uA960-\uA97C]$/;
const HANGUL_MEDIAL = /^[\u1161-\u11A7\uD7B0-\uD7C6]$/;
const HEBREW_POINT = /^(?=\p{M})\p{Script=Hebrew}$/u;
