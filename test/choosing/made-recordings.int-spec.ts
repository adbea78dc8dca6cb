import { loadConfig } from '#config';
import { loadSources } from '#platforms';
import { RecordedRun } from '../../apps/relay/src/what-if/recorded-run.js';
import type { RunEvent } from '../../apps/relay/src/what-if/event-run.js';
import { SOURCES } from '../support/config-file.js';
import { madeRecording, type MadeEvent, type RecordingTerms } from './recordings/made-recording.js';

const ALL = ['zh', 'en', 'mixed'] as const;
const RECORDINGS: readonly RecordingTerms[] = [
  { seed: 1, languages: ['zh'], seconds: 600, perSecond: 4, questions: 60 },
  { seed: 2, languages: ['en'], seconds: 600, perSecond: 4, questions: 60 },
  { seed: 3, languages: ALL, seconds: 600, perSecond: 4, questions: 70 },
  { seed: 4, languages: ['zh', 'mixed'], seconds: 300, perSecond: 20, questions: 35 },
  { seed: 5, languages: ALL, seconds: 1200, perSecond: 2, questions: 110 },
  { seed: 6, languages: ALL, seconds: 480, perSecond: 8, questions: 50 },
];

const CHOOSE = {
  comments: { n: 2, everySeconds: 8, repeatSeconds: 1200, turnSeconds: 60 },
  entries: { n: 1, everySeconds: 5, ignore: ['Nightbot'] },
  gifts: { streaks: 'whole' },
  names: { maxLength: 10, digits: false, otherwise: '朋友' },
};

const decoder = async () => (await loadSources()).get('push')!.decoder({});

describe.each(RECORDINGS)('a made recording (seed $seed, $languages)', (terms) => {
  const made = madeRecording(terms);
  const labels = new Map(made.map(({ event, label }) => [event.id, label]));
  let run: RecordedRun;

  beforeAll(async () => {
    run = await runOf(made);
  });

  const labelOf = ({ event }: RunEvent) => labels.get(event.id!);
  const chosenComments = () => {
    return run.events.filter(
      ({ event, reason }) => event.type === 'comment' && reason === undefined,
    );
  };

  it('keeps nine in ten of the distinct questions', () => {
    const asked = new Set([...labels.values()].filter((label) => label !== undefined));
    const kept = new Set(chosenComments().map(labelOf));
    const lost = [...asked].filter((label) => !kept.has(label));
    expect(asked.size).toBeGreaterThan(terms.questions * 0.9);
    expect(lost.length / asked.size).toBeLessThanOrEqual(0.1);
  });

  it('lets few questions through twice, in other words', () => {
    const questions = chosenComments()
      .map(labelOf)
      .filter((label) => label !== undefined);
    expect(new Set(questions).size / questions.length).toBeGreaterThan(0.6);
  });

  it('takes no question for another one', () => {
    const wrong = run.events.filter((one) => {
      if (one.reason !== 'asked_before' || one.other === undefined) return false;
      return labelOf(one) !== undefined && labelOf(one) !== labelOf(one.other);
    });
    expect(wrong.map(({ event, other }) => [textOf(event), textOf(other!.event)])).toEqual([]);
  });

  it('loses no gift, and tells each streak whole', () => {
    const given = new Map<unknown, number>();
    for (const { event } of made) {
      const { combo } = event as { combo?: { key: string; count: number } };
      if (combo !== undefined)
        given.set(combo.key, Math.max(given.get(combo.key) ?? 0, combo.count));
    }
    const told = run.reported.filter(({ of }) => of.event.type === 'gift');
    const counts = told.map(({ fragment }) => contentOf(fragment).gift!.giftNum);
    expect(sum(counts)).toBe(sum([...given.values()]));
    expect(told.length).toBeLessThanOrEqual(given.size);
  });

  it('tells of each viewer who enters once, and of no bot', () => {
    const greeted = run.reported.filter(({ of }) => of.event.type === 'enter');
    const users = greeted.map(({ fragment }) => contentOf(fragment).user.userId);
    expect(new Set(users).size).toBe(users.length);
    expect(users).not.toContain('push_bot-1');
    expect(users.length).toBeGreaterThan(terms.seconds / 10);
  });

  it('reports only names that a voice can say', () => {
    const names = run.reported.map(({ fragment }) => contentOf(fragment).user.name);
    const bad = names.filter((name) => !/^[\p{L}\p{M}][\p{L}\p{M}\p{P} ]{0,9}$/u.test(name));
    expect([...new Set(bad)]).toEqual([]);
  });
});

async function runOf(made: readonly MadeEvent[]): Promise<RecordedRun> {
  const source = { type: 'push', token: 't'.repeat(16) };
  const target = { roomId: 'r', jobId: 'j' };
  const auth = { type: 'token', token: '${TOKEN}' };
  const metastudio = { endpoint: 'http://127.0.0.1:9', projectId: 'p', auth };
  const bridges = [{ name: 'shop', source, target, choose: CHOOSE }];
  const config = loadConfig({
    text: JSON.stringify({ metastudio, bridges }),
    environment: { TOKEN: 't' },
    sources: SOURCES,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const run = new RecordedRun(config.config.bridges[0]!, await decoder());
  for (const { at, event } of made) run.give({ at, frame: JSON.stringify(event) });
  run.end();
  return run;
}

interface Content {
  readonly user: { readonly userId: string; readonly name: string };
  readonly gift?: { readonly giftNum: number };
}

function contentOf(fragment: string): Content {
  return JSON.parse((JSON.parse(fragment) as { content: string }).content) as Content;
}

const textOf = (event: RunEvent['event']) => (event.type === 'comment' ? event.text : event.type);

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
