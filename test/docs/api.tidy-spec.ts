import { readFileSync } from 'node:fs';
import { PROBLEMS } from '../../apps/relay/src/console/problems/problem.js';
import { tablesOf } from './tables.js';

const tables = tablesOf(readFileSync('docs/API.md', 'utf8'));

describe('docs/API.md', () => {
  it('lists every problem, with its status and title', () => {
    const told = new Map(
      tables.get('Problems')!.map(([kind, status, title]) => [kind, [Number(status), title]]),
    );
    const real = Object.entries(PROBLEMS).map(([kind, { status, title }]) => {
      return [kind, [status, title]] as const;
    });
    expect(told).toEqual(new Map(real));
  });
});
