import { readFileSync } from 'node:fs';
import { loadSourceOptions } from '#config';
import type { LiveEvent } from '#live-event';
import { loadSources } from '#platforms';
import { MappingOptions } from '#source';
import { parse } from 'yaml';
import { allKeysOf, names } from './keys.js';

const SOURCES = await loadSources();
const PAGES = ['docs/MAPPING.md', 'docs/MAPPING.zh-CN.md'];

interface Example {
  readonly mapping: object;
  readonly frames: readonly string[];
  readonly events: readonly object[];
}

/** A mapping, and where they follow it, the frames and the events that they become. */
function examplesIn(page: string): readonly Example[] {
  return page
    .split('```yaml\n')
    .slice(1)
    .map((text) => ({
      mapping: parse(text.slice(0, text.indexOf('```'))) as object,
      frames: linesOf(text, 'frames'),
      events: linesOf(text, 'events').map((line) => JSON.parse(line) as object),
    }));
}

function linesOf(text: string, name: string): string[] {
  const [, lines = ''] = new RegExp(`\`\`\`${name}\n(.*?)\`\`\``, 's').exec(text) ?? [];
  return lines.split('\n').filter((line) => line !== '');
}

/** What `malformed` reports of JSON: the unions of two types. */
const PROBLEMS = [
  'libs/source/src/mapping/mapping-problem.ts',
  'libs/live-event/src/raw-event.ts',
].flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {2}\| '([a-z-]+)'/gm)]);

const PUSH_PAGES = ['docs/sources/push.md', 'docs/sources/push.zh-CN.md'];

describe.each([...PAGES, ...PUSH_PAGES])('%s', (path) => {
  it('names every problem of a message', () => {
    const page = readFileSync(path, 'utf8');
    const problems = PROBLEMS.map(([, problem]) => problem!);
    expect(problems.length).toBeGreaterThan(10);
    expect(problems.filter((problem) => !page.includes(`\`${problem}\``))).toEqual([]);
  });
});

describe.each(PAGES)('%s', (path) => {
  const page = readFileSync(path, 'utf8');
  const examples = examplesIn(page);

  it('names every key of the language', () => {
    const keys = allKeysOf(MappingOptions);
    expect(keys.length).toBeGreaterThan(30);
    expect(keys.filter((key) => !names(page, key))).toEqual([]);
  });

  it('has an example for each chapter of the language', () => {
    expect(examples.filter(({ frames }) => frames.length > 0).length).toBeGreaterThan(4);
  });

  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'example %i: its mapping gives the events that it shows',
    (_, { mapping, frames, events }) => {
      const using = { sources: SOURCES, environment: {} };
      const loaded = loadSourceOptions('websocket', JSON.stringify({ mapping }), using);
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const decoder = SOURCES.get('websocket')!.decoder(loaded.options);
      const heard: LiveEvent[] = [];
      const problems: string[] = [];
      for (const frame of frames) {
        decoder.decode(frame, {
          event: (event) => heard.push(event),
          ignored: () => {},
          malformed: (problem) => problems.push(problem),
        });
      }
      expect(problems).toEqual([]);
      expect(heard).toMatchObject(events);
      expect(heard).toHaveLength(events.length);
    },
  );
});
