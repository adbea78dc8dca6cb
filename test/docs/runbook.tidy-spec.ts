import { DROP_REASONS } from '#live-event';
import { readFileSync } from 'node:fs';
import { LOOKUP_TIMES_DEFAULT } from '../../apps/relay/src/projects/lookup/lookup-times.js';
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

  it('tells how often MetaStudio is asked for a live job', () => {
    const [, seconds] = /asked for it every (\d+) seconds/u.exec(page)!;
    expect(Number(seconds) * 1000).toBe(LOOKUP_TIMES_DEFAULT.everyMs);
  });

  it('names every drop reason of the code', () => {
    const told = tables.get('Events are dropped')!.flatMap(([cell]) => cell!.split(', '));
    const reasons = DROP_REASONS.map(({ reason, kind }) => {
      return kind === 'capped' ? 'capped_ and the type' : reason;
    });
    expect(told.toSorted()).toEqual([...new Set(reasons)].toSorted());
  });
});
