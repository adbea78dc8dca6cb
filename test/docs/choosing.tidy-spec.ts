import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadConfig } from '#config';
import { makeGift, makeUser, type LiveEvent } from '#live-event';
import type { FrameSink } from '#source';
import { RecordedRun } from '../../apps/relay/src/what-if/recorded-run.js';
import { SOURCES } from '../support/config-file.js';

interface Example {
  readonly choose: object;
  readonly rows: readonly (readonly string[])[];
}

describe.each(['docs/CHOOSING.md', 'docs/CHOOSING.zh-CN.md'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const examples = examplesOf(text);

  it('has the same examples in both languages', () => {
    const others = ['docs/CHOOSING.md', 'docs/CHOOSING.zh-CN.md'].map((one) =>
      examplesOf(readFileSync(one, 'utf8')).map(({ choose }) => choose),
    );
    expect(examples.length).toBeGreaterThan(4);
    expect(others[0]).toEqual(others[1]);
  });

  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'tells in example %i what becomes of each event',
    (_, { choose, rows }) => {
      const run = runOf(choose, rows);
      expect(run.map((fate, at) => [...rows[at]!.slice(0, 3), fate])).toEqual(rows);
    },
  );

  it('begins with a configuration that has no problem', () => {
    const yaml = [...text.matchAll(/```yaml\n(bridges:[^]*?)```/g)].map(([, one]) => one!);
    expect(yaml).toHaveLength(1);
    const problems = loaded(parse(yaml[0]!) as object);
    expect(problems.ok ? [] : problems.problems).toEqual([]);
  });
});

function examplesOf(text: string): Example[] {
  const pattern = /```yaml\n(choose:[^]*?)```\n+((?:\|[^\n]*\n)+)/g;
  return [...text.matchAll(pattern)].map(([, yaml, table]) => {
    const lines = table!.trim().split('\n').slice(2);
    const rows = lines.map((line) => {
      return line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`|`$/g, ''));
    });
    return { choose: (parse(yaml!) as { choose: object }).choose, rows };
  });
}

function runOf(choose: object, rows: Example['rows']): string[] {
  const bridges = [
    {
      name: 'shop',
      source: { type: 'push', token: 't'.repeat(16) },
      target: { roomId: 'r', jobId: 'j' },
      choose,
    },
  ];
  const config = loaded({ bridges });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const decode = (frame: string | Buffer, sink: FrameSink): void => {
    const [, who = '', what = ''] = rows[Number(frame)]!;
    sink.event(eventOf(who, what));
  };
  const run = new RecordedRun(config.config.bridges[0]!, { decode });
  for (const [index, [at]] of rows.entries())
    run.give({ at: Number(at) * 1000, frame: String(index) });
  run.end();
  return run.events.map(({ reason }) => reason ?? 'reported');
}

function eventOf(who: string, what: string): LiveEvent {
  const user = makeUser('push', { id: who, name: who })!;
  if (what === 'enters' || what === '进场') return { type: 'enter', user };
  const gift = /^(?:gives|送) (\S+) × (\d+) @(\d+)$/.exec(what);
  if (gift === null) return { type: 'comment', user, text: what };
  const [, name, count, unitValue] = gift;
  return { type: 'gift', user, gift: makeGift({ name, count, unitValue }) };
}

function loaded(file: object) {
  const metastudio = {
    endpoint: 'http://127.0.0.1:9',
    projectId: 'p',
    auth: { type: 'token', token: '${TOKEN}' },
  };
  return loadConfig({
    text: JSON.stringify({ metastudio, ...file }),
    environment: { TOKEN: 't', PUSH_TOKEN: 'a-token-of-sixteen' },
    sources: SOURCES,
  });
}
