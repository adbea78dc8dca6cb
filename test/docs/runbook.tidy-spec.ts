import { readFileSync } from 'node:fs';
import { PAUSE_REASONS } from '../../apps/relay/src/reporter/pause-reasons.js';
import { readSourceFiles } from '../tidy/source-files.js';
import { tablesOf } from './tables.js';

const page = readFileSync('docs/RUNBOOK.md', 'utf8');
const tables = tablesOf(page);

describe('docs/RUNBOOK.md', () => {
  it('has a way out for every reason to pause, and for no other', () => {
    const told = tables.get('A target is paused')!.map(([reason]) => reason);
    expect(told).toEqual([...PAUSE_REASONS]);
  });

  it('names log events that the code writes, for beginnings and ends', () => {
    const code = readSourceFiles()
      .filter(({ isTest }) => !isTest)
      .flatMap(({ lines }) => lines)
      .join('\n');
    const rows = tables.get('What began, and is it over?')!;
    const told = rows.flatMap((cells) => cells.slice(1).map((cell) => cell.split(/; |, with/)[0]!));
    const events = told
      .flatMap((cell) => cell.split(', '))
      .map((event) => event.replaceAll('`', ''));
    expect(events.length).toBeGreaterThan(15);
    expect(events.filter((event) => !code.includes(`'${event}'`))).toEqual([]);
  });

  it('names every drop reason of the code', () => {
    const told = new Set(tables.get('Events are dropped')!.flatMap(([cell]) => cell!.split(', ')));
    const reasons = readSourceFiles()
      .filter(({ path, isTest }) => !isTest && /collector|event-buffer/.test(path))
      .flatMap(({ lines }) => lines.flatMap(reasonsIn));
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !told.has(reason))).toEqual([]);
  });
});

/** Where an event is dropped the reason is returned, or handed to something called drop. */
function reasonsIn(line: string): string[] {
  const named =
    /(?:return|[dD]rop(?:ped)?\(.*?) '((?:filtered|spill|shed|stale|dead_letter)_[a-z]+|expired|superseded|ambiguous|duplicate|replayed)'/;
  const [, reason] = named.exec(line) ?? [];
  return reason === undefined ? [] : [reason];
}
