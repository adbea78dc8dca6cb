import { readYaml } from './read-yaml.js';

const MAX = 2000;

function problemOf(text: string): string | undefined {
  return readYaml(text, MAX).problems[0]?.message;
}

describe('the limit on the words and signs of a YAML text', () => {
  it.each([
    ['blocks', `bridges: [${'{},'.repeat(300_000)}]`],
    ['commas', `[${','.repeat(1_000_000)}]`],
    ['keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['dashes', '- '.repeat(400_000)],
  ])('refuses a text with too many %s before it is parsed', (_, text) => {
    expect(problemOf(text)).toBe(`has more than ${MAX} words and signs; send it in parts`);
  });

  it('refuses a text at the first bracket that is too deep', () => {
    expect(problemOf('['.repeat(1000))).toBe('is nested more than 32 levels deep');
  });

  it('accepts a text below it', () => {
    expect(readYaml('bridges: [{ name: a }]', MAX).problems).toEqual([]);
  });

  it('counts no brackets in quotes', () => {
    expect(problemOf(`a: "${'['.repeat(100)}"`)).toBeUndefined();
  });
});
