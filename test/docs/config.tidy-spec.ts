import { ENVIRONMENT_VARIABLES, loadConfig } from '#config';
import { loadSources } from '#platforms';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { configReference } from './config-reference.js';
import { tablesOf } from './tables.js';

const SOURCES = await loadSources();

/** Each page, and how it says what the reference says in English. */
const PAGES: readonly (readonly [page: string, words: readonly (readonly [string, string])[]])[] = [
  ['docs/CONFIG.md', []],
  [
    'docs/CONFIG.zh-CN.md',
    [
      ['the file', '配置文件'],
      ['the environment', '环境变量'],
      ['auth, type ', 'auth，类型 '],
      ['required', '必填'],
      [' to ', ' 到 '],
    ],
  ],
];

const reference = configReference();
const example = readFileSync('.env.example', 'utf8');

describe.each(PAGES)('%s', (page, words) => {
  const titled = [...tablesOf(readFileSync(page, 'utf8'))];
  const tables = new Map(titled.map(([title, rows]) => [title.toLowerCase(), rows]));
  const said = (text: string): string =>
    words.reduce((all, [english, other]) => all.replace(english, other), text);
  const rowsOf = (block: string): string[][] => tables.get(said(block.toLowerCase()))!;

  it('has a table for every block, and for no other', () => {
    const titles = [...reference.keys()].map((one) => said(one.toLowerCase()));
    expect(new Set(tables.keys())).toEqual(new Set(titles));
  });

  it.each([...reference])('lists every key of %s with its default', (block, keys) => {
    const told = new Map(rowsOf(block).map(([key, byDefault]) => [key, byDefault]));
    const real = new Map(
      keys.map(({ key, required, byDefault }) => {
        return [key, required ? said('**required**') : (byDefault ?? '–')];
      }),
    );
    expect(told).toEqual(real);
  });

  it.each([...reference])('tells the bounds of every number of %s', (block, keys) => {
    const told = new Map(rowsOf(block).map(([key, , what]) => [key, what!]));
    const untold = keys.filter(({ key, bounds = '' }) => !told.get(key)!.includes(said(bounds)));
    expect(untold.map(({ key, bounds }) => `${key}: ${bounds}`)).toEqual([]);
  });

  it.each([...reference])('tells every word of the closed sets of %s', (block, keys) => {
    const told = new Map(rowsOf(block).map(([key, ...cells]) => [key, cells.join(' ')]));
    // Each kind of auth has a table of its own.
    const ofSets = keys.filter(({ key }) => key !== 'type' || !block.startsWith('auth, type '));
    const untold = ofSets.flatMap(({ key, choices }) =>
      choices.filter((word) => !told.get(key)!.includes(word)).map((word) => `${key}: ${word}`),
    );
    expect(untold).toEqual([]);
  });
});

describe('.env.example', () => {
  it('has every variable of the relay, and those that the example file and docker-compose.yml name', () => {
    const files = ['relay.example.yaml', 'docker-compose.yml'];
    const file = files.map((path) => readFileSync(path, 'utf8')).join('\n');
    const named = [...file.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
    const expected = new Set([...ENVIRONMENT_VARIABLES, ...named.filter((name) => name !== 'VAR')]);
    expect(new Set(Object.keys(parseEnv(example)))).toEqual(expected);
  });

  it('holds the defaults, and no secret', () => {
    const defaults = new Map(
      reference.get('the environment')!.map(({ key, byDefault }) => [key, byDefault ?? '']),
    );
    // Whoever copies the file has named no Redis yet, and gets the relay's own.
    defaults.set('REDIS_URL', '');
    for (const [name, value] of Object.entries(parseEnv(example))) {
      expect([name, value]).toEqual([name, defaults.get(name) ?? '']);
    }
  });
});

describe('relay.example.yaml', () => {
  it('is a configuration without a problem, once the secrets are set', () => {
    const secrets = {
      METASTUDIO_PROJECT_ID: '70b7600000034253880af501cd000000',
      HUAWEICLOUD_SDK_AK: 'a',
      HUAWEICLOUD_SDK_SK: 's',
    };
    const result = loadConfig({
      text: readFileSync('relay.example.yaml', 'utf8'),
      environment: { ...parseEnv(example), ...secrets },
      sources: SOURCES,
    });
    expect(result.ok ? [] : result.problems).toEqual([]);
  });
});
