import type { RecordChange } from '#event-buffer';
import { refused, type Expected, type Managed } from './managed.js';

/** The answer where the table did not take a change. @param max how many records it takes. */
export function refusedChange(
  change: Exclude<RecordChange, { kind: 'written' }>,
  expected: Expected,
  max: number,
): Managed<never> {
  switch (change.kind) {
    case 'none':
      return refused({ kind: 'not-found' });
    case 'full':
      return refused({ kind: 'too-many', max });
    case 'other': {
      const { revision } = change;
      return refused({ kind: expected === 0 ? 'exists' : 'changed-meanwhile', revision });
    }
  }
}
