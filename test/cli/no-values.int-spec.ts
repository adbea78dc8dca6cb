import { ENVIRONMENT_VARIABLES, loadConfig, loadSourceOptions } from '#config';
import { loadSources, type SourceDefinition } from '#platforms';
import { knownKeys } from '#options';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const SOURCES = await loadSources();

/** A value that no key accepts, and that nobody would write by chance. */
const MARK = 'S3cr3t<?> ';
const LONG = MARK.repeat(4000);

const environment = {
  METASTUDIO_PROJECT_ID: '70b7600000034253880af501cd000000',
  HUAWEICLOUD_SDK_AK: 'a',
  HUAWEICLOUD_SDK_SK: 's',
  CHAT_TOKEN: 't',
};
const example = parse(readFileSync('relay.example.yaml', 'utf8')) as object;

/** All that an operator would see of a configuration. */
function shownFor(file: object, env: Readonly<Record<string, string>> = environment): string {
  const text = JSON.stringify(file);
  const { cautions, ...result } = loadConfig({ text, environment: env, sources: SOURCES });
  return JSON.stringify([cautions, result.ok ? [] : result.problems]);
}

/** Copies of a value, each with another of its parts replaced. */
function* spoilt(value: unknown, replacement: unknown): Generator {
  yield replacement;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const other of spoilt(part, replacement)) {
      yield Array.isArray(value)
        ? value.map((one: unknown, index) => (index === Number(key) ? other : one))
        : { ...value, [key]: other };
    }
  }
}

function keysOf({ Options }: SourceDefinition): string[] {
  return [...knownKeys(Options)];
}

const wrongValues = [MARK, LONG, [MARK], { [MARK]: MARK }, { key: MARK }, [[{ a: MARK }]]];

describe('messages to the operator', () => {
  it('a message about the file holds no value of it, whichever of its parts is wrong', () => {
    let problems = 0;
    for (const value of wrongValues) {
      for (const file of spoilt(example, value)) {
        const shown = shownFor(file as object);
        expect(shown).not.toContain('S3cr3t');
        if (shown !== '[[],[]]') problems += 1;
      }
    }
    // Of the hundreds of spoilt files hardly any are still fine, so something was looked at.
    expect(problems).toBeGreaterThan(300);
  });

  it.each(ENVIRONMENT_VARIABLES)('holds no value of %s', (name) => {
    expect(shownFor(example, { ...environment, [name]: MARK })).not.toContain('S3cr3t');
  });

  it.each([...SOURCES.values()].map((one) => [one.type, one] as const))(
    'holds no value of the options of %s',
    (type, definition) => {
      for (const value of wrongValues) {
        const source = Object.fromEntries(keysOf(definition).map((key) => [key, value]));
        const bridge = { name: 'b', source: { type, ...source }, target: { roomId: 'r' } };
        expect(shownFor({ ...example, bridges: [bridge] })).not.toContain('S3cr3t');
        const text = JSON.stringify(source);
        const loaded = loadSourceOptions(type, text, { sources: SOURCES, environment: {} });
        expect(JSON.stringify(loaded.ok ? [] : loaded.problems)).not.toContain('S3cr3t');
      }
    },
  );

  it.each([...SOURCES.values()].map((one) => [one.type, one] as const))(
    'does not throw for %s without any option',
    (type) => {
      const bridge = { name: 'b', source: { type }, target: { roomId: 'r' } };
      expect(() => shownFor({ ...example, bridges: [bridge] })).not.toThrow();
    },
  );
});
