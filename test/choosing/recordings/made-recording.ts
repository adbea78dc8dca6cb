import { readFileSync } from 'node:fs';

/** The questions of viewers, each in several wordings, and their other comments. */
interface Wide {
  readonly zh: Questions;
  readonly en: Questions;
  readonly mixed: Questions;
  readonly chatter: readonly string[];
}

type Questions = Readonly<Record<string, readonly string[]>>;

export interface RecordingTerms {
  readonly seed: number;
  readonly languages: readonly ('zh' | 'en' | 'mixed')[];
  readonly seconds: number;
  readonly perSecond: number;
  /** How many different questions are asked. */
  readonly questions: number;
}

/** A plain event of `push`, with the labels that tests compare. */
export interface MadeEvent {
  /** In ms. */
  readonly at: number;
  readonly event: {
    readonly type: 'comment' | 'gift' | 'enter';
    readonly id: string;
    readonly user: { readonly id: string; readonly name: string };
    readonly [field: string]: unknown;
  };
  /** Which question it is. */
  readonly label: string | undefined;
}

const WIDE = JSON.parse(readFileSync('test/choosing/recordings/wide.json', 'utf8')) as Wide;

/**
 * The chat of a live shop: questions that other viewers repeat in other words, with typos, emoji,
 * and without question marks; one viewer who sends the same line many times; a flood of chatter and
 * advertisements; gifts in streaks, viewers who enter again and again, bots. The same terms always
 * make the same recording.
 */
export function madeRecording(terms: RecordingTerms): MadeEvent[] {
  const random = randomOf(terms.seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const all = terms.languages.flatMap((language) => Object.entries(WIDE[language]));
  const asked = shuffled(all, random).slice(0, terms.questions);
  const made: MadeEvent[] = [];
  const add = (at: number, label: string | undefined, event: object, user = viewer()): void => {
    const { type = 'comment', ...fields } = event as { type?: MadeEvent['event']['type'] };
    made.push({ at, label, event: { type, id: `m${made.length}`, user, ...fields } });
  };
  const viewer = () => {
    const number = below(600);
    return { id: `u${number}`, name: NAMES[number % NAMES.length]!.replace('#', String(number)) };
  };
  const lengthMs = terms.seconds * 1000;
  for (const [label, texts] of asked) {
    const comesUp = below(lengthMs * 0.8);
    for (let again = 0; again < 3 + below(6); again++) {
      const at = again === 0 ? comesUp : comesUp + below(lengthMs - comesUp);
      const who = viewer();
      const text = slipped(pick(texts), pick, random);
      // Some send the same line again and again.
      const times = random() < 0.15 ? 2 + below(8) : 1;
      for (let time = 0; time < times; time++) add(at + time * 400, label, { text }, who);
    }
  }
  for (let i = 0; i < terms.seconds * terms.perSecond; i++) {
    add(below(lengthMs), undefined, { text: decorated(pick(WIDE.chatter), pick, random) });
  }
  for (let streak = 0; streak < terms.seconds / 5; streak++) {
    const [from, rises, who] = [below(lengthMs), 1 + below(6), viewer()];
    const key = `s${streak}`;
    const gift = { name: pick(['小心心', 'Rose', '嘉年华']), unitValue: pick([1, 10, 3000]) };
    for (let count = 1; count <= rises; count++) {
      const combo = { key, count, end: false };
      add(from + count * 300, undefined, { type: 'gift', gift, combo }, who);
    }
  }
  for (let i = 0; i < terms.seconds * 2; i++) {
    const bot = { id: 'bot-1', name: 'Nightbot' };
    add(below(lengthMs), undefined, { type: 'enter' }, random() < 0.05 ? bot : viewer());
  }
  return made.sort((a, b) => a.at - b.at);
}

type Pick = <T>(from: readonly T[]) => T;

/** Changes a text as people type it on a phone. */
function slipped(text: string, pick: Pick, random: () => number): string {
  let typed = text;
  if (random() < 0.35) typed = typed.replace(/[?？]+$/u, '');
  if (random() < 0.2) typed = typed.replace(/(?<![?？])$/u, pick(['？', '?', '？？？', '!']));
  if (random() < 0.1 && /^[a-z]/i.test(typed)) typed = typed.toUpperCase();
  if (/\p{Script=Han}/u.test(typed)) {
    if (random() < 0.25)
      typed = `${pick(['主播', '请问', '老师', '宝', '姐姐', '主播主播'])}${typed}`;
    if (random() < 0.2) typed = `${typed}${pick(['啊', '呀', '呢', '哦', '捏', '呐'])}`;
    if (random() < 0.1) typed = typed.replace(/什么/u, pick(['神马', '甚麼', '啥']));
    if (random() < 0.1) typed = typed.replace(/多少钱/u, '多少錢').replace(/发货/u, '發貨');
  } else if (random() < 0.2) {
    typed = `${pick(['hi', 'pls', 'hey host', 'excuse me'])} ${typed}`;
  }
  return decorated(typed, pick, random);
}

function decorated(text: string, pick: Pick, random: () => number): string {
  const roll = random();
  if (roll < 0.12) return `${text}${pick(['😊', '🥺🥺', '❤️', '~', '！！', '[玫瑰]'])}`;
  return roll < 0.16 ? `${pick(['👀', '🙋', '📢'])} ${text}` : text;
}

function shuffled<T>(from: readonly T[], random: () => number): T[] {
  return from
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [
  '小明',
  '用户#8827361',
  '🌸小美🌸',
  'Anna_#',
  'buy cheap https://spam.example/# now',
  '★★★#★★★',
  'MrLongNameThatNeverEnds#AndGoesOn',
  'shop#.example.com 加我',
  '13800138#',
  '陈女士（回头客）',
  'ᴀɴɴᴀ',
  '👑',
  '张三 李四',
];
