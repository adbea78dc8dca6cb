import { readdirSync, readFileSync } from 'node:fs';
import { treeFiles } from '../tidy/tree-files.js';
import { tablesOf } from './tables.js';

const index = readFileSync('docs/adr/README.md', 'utf8');
const decisions = readdirSync('docs/adr')
  .filter((file) => file !== 'README.md')
  .sort()
  .map((file) => {
    const [, title] = /^# (.+)$/m.exec(readFileSync(`docs/adr/${file}`, 'utf8')) ?? [];
    return { file, number: file.slice(0, 4), title: title! };
  });

describe('docs/adr', () => {
  it('numbers every decision in one way, and the index lists each', () => {
    const listed = tablesOf(index).get('Decisions')!;
    expect(decisions.map(({ number, file, title }) => [`[${number}](${file})`, title])).toEqual(
      listed.map(([link, title]) => [link, `${link!.slice(1, 5)}: ${title}`]),
    );
  });

  it('says of every number that is missing that it is', () => {
    const numbers = decisions.map(({ number }) => Number(number));
    const all = Array.from({ length: Math.max(...numbers) }, (_, i) => i + 1);
    const missing = all
      .filter((number) => !numbers.includes(number))
      .map((number) => String(number).padStart(4, '0'));
    expect(
      missing.filter((number) => !index.includes(`No decision has the number ${number}`)),
    ).toEqual([]);
  });

  it('is named by four digits on every page', () => {
    const named = treeFiles()
      .filter((path) => path.endsWith('.md'))
      .filter((path) => /\bADR \d{1,3}\b/.test(readFileSync(path, 'utf8')));
    expect(named).toEqual([]);
  });
});
