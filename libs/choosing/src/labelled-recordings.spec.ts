import { readFileSync } from 'node:fs';
import { appraise, Keywords } from './window/score.js';
import { chooseComments } from './window/choose-comments.js';
import type { ScoredEvent, Remembered } from './window/scored-event.js';
import { foldText } from './meaning/fold-text.js';
import { isSameMeaning, meaningOf } from './meaning/meaning.js';
import { wishOf } from './meaning/question.js';

interface Labelled {
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly chatter: readonly string[];
}

interface Line {
  readonly at: number;
  readonly user: string;
  readonly text: string;
  readonly label: string | undefined;
}

describe.each(['zh', 'en'])('labelled chat of a shop (%s)', (language) => {
  const file = `test/choosing/recordings/${language}.json`;
  const labelled = JSON.parse(readFileSync(file, 'utf8')) as Labelled;
  const asked = Object.entries(labelled.questions).flatMap(([label, texts]) => {
    return texts.map((text) => ({ label, text, meaning: meaningOf(foldText(text)) }));
  });

  it('tells questions from chatter', () => {
    const missed = asked.filter(({ text }) => wishIn(text) !== 'ask').map(({ text }) => text);
    const wrong = labelled.chatter.filter((text) => wishIn(text) === 'ask');
    expect(missed.length / asked.length).toBeLessThan(0.03);
    expect(wrong).toEqual([]);
  });

  it('merges no two questions, and most wordings of the same one', () => {
    let [found, same] = [0, 0];
    const wrong: string[] = [];
    for (const [index, one] of asked.entries()) {
      for (const other of asked.slice(index + 1)) {
        const isSame = isSameMeaning(one.meaning, other.meaning);
        if (one.label !== other.label) {
          if (isSame) wrong.push(`${one.text} | ${other.text}`);
          continue;
        }
        same++;
        if (isSame) found++;
      }
    }
    expect(wrong).toEqual([]);
    expect(found / same).toBeGreaterThan(0.7);
  });

  it('keeps nine in ten of the distinct questions where the budget has room for them', () => {
    // Fifty comments a second, and a window of eight seconds for each question.
    const { lines, everySeconds } = recordingOf(labelled, 1);
    const seen = new Set<string>();
    const chosen = chooseAll(lines, everySeconds);
    for (const { label } of chosen) if (label !== undefined) seen.add(label);
    const distinct = Object.keys(labelled.questions).length;
    expect(seen.size / distinct).toBeGreaterThanOrEqual(0.9);
    const questions = chosen.filter(({ label }) => label !== undefined);
    expect(questions.length / chosen.length).toBeGreaterThan(0.9);
  });
});

/** What shoppers ask, in three languages, and chatter that looks like it. */
describe('wide labelled chat', () => {
  const { chatter, ...questions } = JSON.parse(
    readFileSync('test/choosing/recordings/wide.json', 'utf8'),
  ) as Record<'zh' | 'en' | 'mixed', Labelled['questions']> & Labelled;
  const asked = Object.values(questions).flatMap((of) => {
    return Object.entries(of).flatMap(([label, texts]) => {
      return texts.map((text) => ({ label, text, meaning: meaningOf(foldText(text)) }));
    });
  });

  it('is classified as questions and chatter', () => {
    const missed = asked.filter(({ text }) => wishIn(text) !== 'ask').map(({ text }) => text);
    expect(missed.length / asked.length).toBeLessThan(0.01);
    expect(chatter.filter((text) => wishIn(text) === 'ask')).toEqual([]);
  });

  it('merges no two questions, and most wordings of the same one, in the wide set', () => {
    let [found, same] = [0, 0];
    const wrong: string[] = [];
    for (const [index, one] of asked.entries()) {
      for (const other of asked.slice(index + 1)) {
        const isSame = isSameMeaning(one.meaning, other.meaning);
        if (one.label === other.label) {
          same++;
          if (isSame) found++;
        } else if (isSame) wrong.push(`${one.text} | ${other.text}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(found / same).toBeGreaterThan(0.75);
  });
});

/**
 * Chats of other kinds, by people who do not repeat each other's words, with jokes, exclamations
 * and advertisements that look like questions. They were written before any rule was tuned, so that
 * they test what the rules have not seen.
 */
const domains = ['domains', 'shows'].flatMap((name) => {
  const file = readFileSync(`test/choosing/recordings/${name}.json`, 'utf8');
  return Object.entries(JSON.parse(file) as Record<string, Labelled>);
});

describe.each(domains)('labelled chat of another kind (%s)', (_, labelled) => {
  it('keeps nine in ten of the distinct questions where the budget has room for them', () => {
    const { lines, everySeconds } = recordingOf(labelled, 1, 10);
    const labels = chooseAll(lines, everySeconds, 2).map(({ label }) => label);
    const kept = new Set(labels.filter((label) => label !== undefined));
    const distinct = Object.keys(labelled.questions).length;
    expect(kept.size / distinct).toBeGreaterThanOrEqual(0.9);
  });

  it('recognises most of its jokes and exclamations', () => {
    const { chatter } = labelled;
    const wrong = chatter.filter((text) => wishIn(text) === 'ask');
    expect(wrong.length / chatter.length).toBeLessThanOrEqual(0.1);
  });

  it('merges no two questions', () => {
    const asked = Object.entries(labelled.questions).flatMap(([label, texts]) => {
      return texts.map((text) => ({ label, text, meaning: meaningOf(foldText(text)) }));
    });
    const wrong = asked.flatMap((one, index) => {
      return asked.slice(index + 1).flatMap((other) => {
        const isWrong = one.label !== other.label && isSameMeaning(one.meaning, other.meaning);
        return isWrong ? [`${one.text} | ${other.text}`] : [];
      });
    });
    expect(wrong).toEqual([]);
  });
});

const wishIn = (text: string) => wishOf(text, foldText(text));

/**
 * A show with as many windows as questions: in each a question comes up, asked by some viewers in
 * their words, and others ask again what was asked before; between them a flood of chatter.
 */
function recordingOf({ questions, chatter }: Labelled, seed: number, perSecond = 50) {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const everySeconds = 8;
  const first = 2 * perSecond;
  const labels = Object.keys(questions).sort(() => random() - 0.5);
  const lines: Line[] = [];
  for (const [window, fresh] of labels.entries()) {
    for (let i = 0; i < perSecond * everySeconds; i++) {
      const at = (window * everySeconds + i / perSecond) * 1000;
      const user = `u${Math.floor(random() * 400)}`;
      const roll = random();
      const isFresh = i === first || (i > first && roll < 0.01);
      const label = isFresh ? fresh : roll < 0.03 ? pick(labels.slice(0, window + 1)) : undefined;
      // A question is asked again only after the window in which it first came up.
      const early = label === fresh && i < first;
      const text = label === undefined || early ? pick(chatter) : pick(questions[label]!);
      lines.push({ at, user, text, label: early ? undefined : label });
    }
  }
  return { lines, everySeconds };
}

function chooseAll(lines: readonly Line[], everySeconds: number, n = 1): Line[] {
  const keywords = new Keywords([]);
  const policy = { n, repeatSeconds: 600, turnSeconds: 60 };
  const windowMs = everySeconds * 1000;
  const memory: Remembered[] = [];
  const chosen: Line[] = [];
  const windows = Math.ceil(lines.at(-1)!.at / windowMs);
  for (let window = 0; window <= windows; window++) {
    const here = lines.filter(({ at }) => Math.floor(at / windowMs) === window);
    const candidates = here.map((line, place) => candidateOf(line, `${window}-${place}`, keywords));
    const end = (window + 1) * windowMs;
    const verdicts = chooseComments(candidates, memory, policy, end);
    for (const [place, { kind }] of verdicts.entries()) {
      if (kind !== 'chosen') continue;
      chosen.push(here[place]!);
      memory.push({ ...candidates[place]!, at: end });
    }
  }
  return chosen;
}

function candidateOf({ text, user }: Line, key: string, keywords: Keywords): ScoredEvent {
  const { score, folded, wish } = appraise(text, { level: 0, badge: '', badgeLevel: 0 }, keywords);
  return { key, user, score, meaning: meaningOf(folded, wish) };
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
