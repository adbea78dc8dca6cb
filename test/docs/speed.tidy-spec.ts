import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const STATEMENTS = execFileSync(process.execPath, ['bench/statements.mjs'], { encoding: 'utf8' });

describe('figures of speed', () => {
  it.each([
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh-CN'],
  ])('in %s are those of the benchmark', (file, language) => {
    const said = readFileSync(file, 'utf8').replaceAll(/ +/g, ' ');
    const found = STATEMENTS.split('\n').filter((line) => line.startsWith(`${language} `));
    expect(found).toHaveLength(8);
    for (const line of found) expect(said).toContain(line.slice(language.length + 1));
  });
});

describe('a quick look', () => {
  it('has one case of each kind, so few that they take less than a minute', () => {
    const script = `
      const { allCases, QUICK } = await import('./bench/scenarios/index.mjs');
      const groups = allCases(true).filter(({ name }) => QUICK.includes(name)).map(({ group }) => group);
      console.log(JSON.stringify({ groups, count: QUICK.length }));`;
    const node = ['--input-type=module', '--eval', script];
    const told = execFileSync(process.execPath, node, { encoding: 'utf8' });
    const { groups, count } = JSON.parse(told) as { groups: string[]; count: number };
    expect(groups).toHaveLength(count);
    expect(count).toBeLessThanOrEqual(10);
    const kinds = ['latency', 'memory', 'recovery', 'shipped', 'throughput'];
    expect([...new Set(groups)].sort()).toEqual(kinds);
  });
});
