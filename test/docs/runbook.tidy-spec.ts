import { readFileSync } from 'node:fs';
import { PAUSE_REASONS } from '../../apps/relay/src/reporter/pause.js';
import { readSourceFiles } from '../tidy/source-files.js';
import { tablesOf } from './tables.js';

const page = readFileSync('docs/RUNBOOK.md', 'utf8');
const tables = tablesOf(page);

describe('docs/RUNBOOK.md', () => {
  it('says what to do for every reason to pause, and for no other', () => {
    const told = tables.get('A target is paused')!.map(([reason]) => reason);
    expect(told).toEqual([...PAUSE_REASONS]);
  });

  it('names every reason for which the code drops events that it names itself', () => {
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
