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
