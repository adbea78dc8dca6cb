import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { loadConfig } from '#config';
import { loadSources, type SourceType } from '#platforms';
import { parse, stringify } from 'yaml';
import type { DocumentedSource } from '../cli/frames/reported.js';
import { DOCUMENTED } from './documented.js';
import { keysOf, names } from './keys.js';
import { tablesOf } from './tables.js';

const SOURCES = await loadSources();

/** These read whatever a mapping says: what becomes what, and what is not seen, is the file's. */
const MAPPED: readonly SourceType[] = ['websocket', 'push', 'socketio', 'sse', 'poll'];
/** In the order of the columns. */
const EVENTS: readonly string[] = ['comment', 'enter', 'like', 'gift', 'follow', 'viewers'];
const TARGET = { roomId: '24bad716-87b1-45e5-8912-6102f7693265' };
const METASTUDIO = {
  endpoint: 'https://metastudio.cn-north-4.myhuaweicloud.com',
  projectId: '70b7600000034253880af501cd000000',
  auth: { type: 'aksk', accessKey: 'a', secretKey: 's' },
};
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** What stands in the environment: a word that fits wherever one is asked for, and a key. */
const WORD = 'BA1CDE2FGH3J4';
const KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const pages = [...SOURCES.keys()].map((type) => {
  return [type, readFileSync(`docs/sources/${type}.md`, 'utf8')] as const;
});
const inChinese = [...SOURCES.keys()]
  .map((type) => [type, `docs/sources/${type}.zh-CN.md`] as const)
  .filter(([, path]) => existsSync(path))
  .map(([type, path]) => [type, readFileSync(path, 'utf8')] as const);

/** The types in the first column of a page's table. */
function listedIn(file: string): string[] {
  const text = readFileSync(`docs/sources/${file}`, 'utf8');
  return [...text.matchAll(/^\| \[`([a-z-]+)`\]/gm)].map(([, type]) => type!);
}

/** The events that the frames of a source's documents become. */
function typesOf({ type, options = {}, frames }: DocumentedSource): readonly string[] {
  const decoder = SOURCES.get(type)!.decoder(options);
  const types: string[] = [];
  for (const { frame } of frames) {
    decoder.decode(frame, {
      event: (event) => types.push(event.type),
      ignored: () => {},
      malformed: () => {},
    });
  }
  return types;
}

/** What stands behind the keys of the example of a source's page. */
function commentsOf(page: string): Record<string, string> {
  const [, yaml = ''] = /```yaml\n(.*?)```/su.exec(page) ?? [];
  const said = yaml.split('\n').flatMap((line) => {
    const [, key = '', text = ''] = /^ {2}(?:# )?(\w+):(?: .*?)? +# +(.+)$/u.exec(line) ?? [];
    return key === '' || key === 'type' ? [] : [[key, text.trim()] as const];
  });
  return Object.fromEntries(said);
}

/** What `check` would say of these bridges. */
function problemsOf(bridges: readonly object[]): readonly object[] {
  const text = stringify({ metastudio: METASTUDIO, bridges });
  const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
  const environment = Object.fromEntries(
    variables.map((name) => [name, name === 'KICK_PUBLIC_KEY' ? KEY : WORD]),
  );
  const result = loadConfig({ text, environment, sources: SOURCES });
  return result.ok ? [] : result.problems;
}

describe('docs/sources', () => {
  it('has a page in Chinese of each source type', () => {
    const types = new Set(inChinese.map(([type]) => type));
    expect([...SOURCES.keys()].filter((type) => !types.has(type))).toEqual([]);
  });

  it.each([...pages, ...inChinese])(
    'shows a source of type %s that the relay accepts',
    (type, page) => {
      const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
      const { source } = parse(yaml) as { source: { type: string } };
      expect(source.type).toBe(type);
      expect(problemsOf([{ name: 'page', source, target: TARGET }])).toEqual([]);
    },
  );

  it('shows bridges that the relay accepts', () => {
    const readme = readFileSync('docs/sources/README.md', 'utf8');
    const bridges = [...readme.matchAll(/```yaml\n(.*?)```/gs)].flatMap(
      ([, yaml]) => parse(yaml!) as object[],
    );
    expect(bridges.length).toBeGreaterThan(1);
    expect(problemsOf(bridges)).toEqual([]);
  });

  it('lists the same sources in Chinese as in English, each once', () => {
    expect(listedIn('README.zh-CN.md')).toEqual(listedIn('README.md'));
    expect(new Set(listedIn('README.zh-CN.md'))).toEqual(new Set(SOURCES.keys()));
  });

  it.each(pages)('says of the keys of %s what the console says beside them', (type, page) => {
    const { help = {} } = SOURCES.get(type)!.about;
    const english = Object.entries(help).map(([key, { en }]) => [key, en]);
    expect(Object.fromEntries(english)).toEqual(commentsOf(page));
    const chinese = Object.values(help).map(({ zh }) => zh);
    expect(chinese.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it.each(inChinese)('says of the keys of %s in Chinese what the console says', (type, page) => {
    const { help = {} } = SOURCES.get(type)!.about;
    const chinese = Object.entries(help).map(([key, { zh }]) => [key, zh]);
    expect(Object.fromEntries(chinese)).toEqual(commentsOf(page));
  });

  it.each(pages)('names every key of %s', (type, page) => {
    const { Options, inbound } = SOURCES.get(type)!;
    const keys = keysOf(Options);
    const shared = inbound === undefined ? ['url'] : ['token', 'requestsPerSecond'];
    const told = keys.filter((key) => names(page, key) || shared.includes(key));
    expect(told).toEqual(keys);
    const readme = readFileSync('docs/sources/README.md', 'utf8');
    expect(shared.filter((key) => !names(readme, key))).toEqual([]);
  });

  it.each([
    ['README.md', 'What each gives'],
    ['README.zh-CN.md', '每种来源给出什么'],
  ])('%s tells which events each source gives, and which it never does', (file, title) => {
    const rows = tablesOf(readFileSync(`docs/sources/${file}`, 'utf8')).get(title)!;
    const told = rows.map(([type, ...cells]) => [
      type,
      cells.slice(0, 6).map((cell) => cell !== '–'),
    ]);
    const real = [...SOURCES.keys()].map((type) => {
      const documented = DOCUMENTED.get(type);
      const given = documented === undefined ? EVENTS : typesOf(documented);
      return [type, EVENTS.map((event) => given.includes(event))];
    });
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(real));
  });

  it.each(pages)('tells the unit of values of %s', (_, page) => {
    expect(page).toMatch(/^- \*\*Values?\*\*/m);
  });

  it.each(pages.filter(([type]) => !MAPPED.includes(type)))(
    'tells for %s its events, its user ids, and its limits',
    (_, page) => {
      expect(page).toMatch(/^## What becomes what$/m);
      expect(page).toMatch(/^- \*\*Users\*\*: `/m);
      expect(page).toMatch(/^- \*\*Ids/m);
      expect(page).toMatch(/^## What it cannot see\n\n- /m);
    },
  );
});
