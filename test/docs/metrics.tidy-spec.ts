import { DROP_REASONS } from '#live-event';
import { METRICS } from '#telemetry';
import { readFileSync } from 'node:fs';
import { KIND_WORDS } from '../../apps/relay/src/trail/reason-words.js';
import { tablesOf } from './tables.js';

describe('docs/METRICS.md', () => {
  it('lists every metric of the code, and no other', () => {
    const told = tablesOf(readFileSync('docs/METRICS.md', 'utf8')).get('Metrics');
    const real = Object.values(METRICS).map(({ name, type, labels, help }) => {
      return [name, type, labels.join(', '), help];
    });
    expect(told).toEqual(real);
  });

  it('tells why events are dropped, by every reason, and which of them nobody wanted', () => {
    const told = tablesOf(readFileSync('docs/METRICS.md', 'utf8')).get('Why events are dropped')!;
    const kinds = [...new Set(DROP_REASONS.map(({ kind }) => kind))];
    const real = kinds.map((kind) => {
      const rows = DROP_REASONS.filter((row) => row.kind === kind);
      const reasons = rows.map(({ reason }) => reason).join(', ');
      const noRoom = rows.every((row) => row.noRoom) ? 'no room' : '';
      return [reasons, noRoom, KIND_WORDS[kind].replaceAll('`', '')];
    });
    expect(told).toEqual(real);
  });
});
