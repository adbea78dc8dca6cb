import { METRICS } from '#telemetry';
import { readFileSync } from 'node:fs';
import { tablesOf } from './tables.js';

describe('docs/METRICS.md', () => {
  it('lists every metric of the code, and no other', () => {
    const told = tablesOf(readFileSync('docs/METRICS.md', 'utf8')).get('Metrics');
    const real = Object.values(METRICS).map(({ name, type, labels, help }) => {
      return [name, type, labels.join(', '), help];
    });
    expect(told).toEqual(real);
  });
});
