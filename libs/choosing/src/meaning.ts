/**
 * What a question is about, as a small set of hashed signs, so that the same question in other
 * words has the same set or nearly: the question's frame (how much, how long, is there, …) as one
 * sign each, words without their endings, Chinese characters one by one without what only carries
 * the sentence, and what must never differ (numbers, sizes) as signs of their own.
 *
 * No order, so `发货要多久` is `多久能发货`. Cheaper than shingles and better on short texts, where one
 * word decides: measured in ADR 0017.
 */
export interface Meaning {
  /** Sorted, each once, at most {@link SIGNS_MAX}. */
  readonly signs: readonly number[];
  /** Of what must be the same: numbers and sizes. 0: none. */
  readonly strict: number;
}

/** A comment of more than so many signs is compared by its first ones. */
export const SIGNS_MAX = 48;

/** @param folded by `foldText`. */
export function meaningOf(folded: string): Meaning {
  const signs = new Set<number>();
  let strict = 0;
  let rest = folded;
  const found = (...match: unknown[]): string => {
    // The groups are behind the whole match, before where it is and the text.
    const sign = FRAME_SIGNS[match.findIndex((group, at) => at > 0 && group !== undefined) - 1]!;
    if (sign !== CARRIED) signs.add(sign);
    return ' ';
  };
  if (HAS_HAN.test(rest)) rest = rest.replace(HAN_FRAMES, found).replace(HAN_NUMBERS, digitOf);
  if (HAS_LATIN.test(rest)) rest = rest.replace(LATIN_FRAMES, found);
  for (const [word] of rest.matchAll(WORDS)) {
    if (signs.size >= SIGNS_MAX) break;
    if (STRICT.test(word)) strict = (strict + hashOf(`=${word}`)) >>> 0;
    else if (HAN.test(word)) addCharacters(word, signs);
    else addWord(word, signs);
  }
  // Nothing but filler is as it is written.
  if (signs.size === 0 && strict === 0) signs.add(hashOf(folded));
  return { signs: [...signs].slice(0, SIGNS_MAX).sort((a, b) => a - b), strict };
}

/**
 * Whether two mean the same, as far as their signs tell. One may say more than the other; where
 * each says something that the other does not, only long texts may differ, and little.
 */
export function isSameMeaning(one: Meaning, other: Meaning): boolean {
  if (one.strict !== other.strict) return false;
  const common = commonSigns(one.signs, other.signs);
  const fewer = Math.min(one.signs.length, other.signs.length);
  const more = Math.max(one.signs.length, other.signs.length);
  if (common === fewer) return more === 0 || common / more >= ONE_SIDED;
  return fewer >= LONG && (2 * common) / (fewer + more) >= BOTH_SIDED;
}

/** What `shorter` has to have of `longer`, where all of it is in there. */
const ONE_SIDED = 0.67;
const LONG = 12;
const BOTH_SIDED = 0.88;

function commonSigns(one: readonly number[], other: readonly number[]): number {
  let common = 0;
  for (let i = 0, k = 0; i < one.length && k < other.length;) {
    const [a, b] = [one[i]!, other[k]!];
    if (a === b) common++;
    if (a <= b) i++;
    if (b <= a) k++;
  }
  return common;
}

function addCharacters(word: string, signs: Set<number>): void {
  for (const character of word) {
    if (!CARRIERS.has(character)) signs.add(character.codePointAt(0)!);
  }
}

function addWord(word: string, signs: Set<number>): void {
  if (FILLERS.has(word)) return;
  signs.add(hashOf(stemOf(word)));
}

/** Endings and doubled letters go, which is where people differ and mistype. */
function stemOf(word: string): string {
  if (word.length < 4) return word;
  const stem = word.replace(/(?:able|ing|ers?|ed|es|s|e|y)$/, '');
  return (stem.length < 3 ? word : stem).replace(/(.)\1/g, '$1').replace(/y$/, 'i');
}

function digitOf(numeral: string): string {
  return String(NUMERALS.indexOf(numeral) + 1);
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01_00_01_93);
  }
  return hash >>> 0;
}

const HAN = /^\p{Script=Han}/u;
const WORDS = /\p{Script=Han}+|\p{N}+|[^\s\p{N}\p{Script=Han}]+/gu;
const STRICT = /^(?:\p{N}+|x{0,4}[sml]|xx?l|kg|cm|mm|ml)$/u;
const NUMERALS = '一二三四五六七八九';
/** `三号` is `3号`; in most other places a numeral is part of a word. */
const HAN_NUMBERS = /[一二三四五六七八九](?=号|码|套|天|年|链接)/gu;
const HAS_HAN = /\p{Script=Han}/u;
const HAS_LATIN = /[a-z]/;

/** The frames of questions, in Chinese and in English: at one place the first that fits counts. */
const FRAMES: readonly (readonly [sign: string, han: string, latin: string])[] = [
  [
    'price',
    '多少(?:钱|米|块|元)|几(?:块|元)钱?|什么价(?:格|钱|位)?|啥价(?:格|钱)?|(?:怎么|咋)卖(?:的)?|价(?:格|钱|位)(?:是?多少|怎么样)?',
    String.raw`how much(?: (?:is|are|does|do|would|will|for)\b)?(?: \w+ cost\b)?|(?:whats|what is|what are) the (?:price|cost)|prices?|costs?|pricing`,
  ],
  ['when', '什么时候|啥时候|几时|何时|几点钟?|哪天|什么时间', 'what time|whens|when|wen'],
  ['long', '要?多久|多长时间|几天|多少天', 'how long|how many days'],
  ['why', '为什么|为啥|为何', 'why'],
  ['way', '怎么样?|咋样?|如何|怎样', 'how (?:do|does|can|to|should)'],
  ['place', '在?哪里?儿?|什么地方|啥地方', 'wheres?'],
  ['many', '多少|几', 'how many'],
  [
    '',
    '还?有没有|有无|有不有',
    'do (?:you|u|they|we) (?:have|got|sell|carry)|have you got|is there|are there|got any|does it come in|comes? in|available in|any',
  ],
  ['', '能不能|可不可以|可以不可以|能否|可否|会不会|行不行', ''],
  ['', '是不是|是否', ''],
  ['', '要不要|用不用|需不需要', ''],
  ['ship', '发货|发快递|寄出', 'ship(?:s|ped|ping|ment)?|deliver(?:s|y|ed|ing)?|dispatch(?:ed)?'],
  ['free-ship', '包邮|免邮', String.raw`free (?:shipping|delivery)`],
  [
    'off',
    '优惠(?:券|价)?|打折|折扣|便宜点?',
    'discounts?|promo(?:tion)?s?|coupons?|promo code|on sale|cheaper',
  ],
  ['back', '退货|退换货?|退款|能退', 'returns?|refunds?|exchanges?|send it back'],
  ['fabric', '材质|面料|什么料子?', 'materials?|fabrics?|made of|made from'],
  ['size', '尺码|尺寸|大小|码数|几码', 'sizes?|sizing'],
  ['colour', '颜色|色号', 'colou?rs?'],
  ['red', '红色?', 'red'],
  ['black', '黑色?', 'black'],
  ['white', '白色?', 'white'],
  ['blue', '蓝色?', 'blue'],
  ['link', '链接|购物车', 'links?'],
];
/** The sign of what only carries a question that is answered with yes or no. */
const CARRIED = 0;
const FRAME_SIGNS = FRAMES.map(([sign]) => (sign === '' ? CARRIED : hashOf(`#${sign}`)));
const NEVER = '(?!)';
const HAN_FRAMES = new RegExp(FRAMES.map(([, han]) => `(${han || NEVER})`).join('|'), 'gu');
const LATIN_FRAMES = new RegExp(
  String.raw`\b(?:${FRAMES.map(([, , latin]) => `(${latin || NEVER})`).join('|')})\b`,
  'gu',
);

/** Characters that carry a sentence, and what viewers call a host. */
const CARRIERS = new Set(
  '的了啊呢吗吧呀哦嘛么哈啦嗯哎诶是这那个条件款种些位只双支瓶盒它他她们我你您咱在就都也还又再很' +
    '太最挺蛮真好请问想求要能会可以得给下一说讲看有没不主播老师亲宝贝姐哥妹家人想知道到什啥',
);

const FILLERS = new Set(
  (
    'a an the this that these those it its is are was were be been am do does did doing done can ' +
    'could will would should shall may might must have has had i im me my we us our you u ur your ' +
    'they them their he she his her of for to in on at by with from as and or but if so then than ' +
    'there here just please pls plz hi hey hello host guys sis bro dear maam sir tell know wondering ' +
    'wonder want wanna get got about what whats which who how ok okay thanks thank really very much ' +
    'one ones now still also too some any up out dont doesnt isnt cant not ask question show take come ' +
    'again first sorry excuse need quick ' +
    'ok good safe fine pay accept accepts accepted accepting use used using see seen left available included ' +
    'includes include comes drop give send today run runs running pure made both all work works'
  ).split(' '),
);
