import { readYaml } from './read-yaml.js';

const MAX = 2000;

function problemOf(text: string): string | undefined {
  return readYaml(text, MAX).problems[0]?.message;
}

describe('a text of YAML that may have so many words and signs', () => {
  it.each([
    ['blocks', `bridges: [${'{},'.repeat(300_000)}]`],
    ['commas', `[${','.repeat(1_000_000)}]`],
    ['keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['dashes', '- '.repeat(400_000)],
  ])('is refused before it is understood where it has too many %s', (_, text) => {
    expect(problemOf(text)).toBe(`has more than ${MAX} words and signs; send it in parts`);
  });

  it('is refused at the first bracket that is too deep', () => {
    expect(problemOf('['.repeat(1000))).toBe('is nested more than 32 levels deep');
  });

  it('is read where it has fewer', () => {
    expect(readYaml('bridges: [{ name: a }]', MAX).problems).toEqual([]);
  });

  it('may hold brackets in quotes', () => {
    expect(problemOf(`a: "${'['.repeat(100)}"`)).toBeUndefined();
  });
});
