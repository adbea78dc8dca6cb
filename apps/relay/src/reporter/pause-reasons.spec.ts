import { PAUSE_WAYS_OUT } from '../projects/pause-ways-out.js';
import { PAUSE_REASONS } from './pause-reasons.js';

describe('PAUSE_REASONS', () => {
  it('each have a way out, in both languages', () => {
    expect(Object.keys(PAUSE_WAYS_OUT).sort()).toEqual([...PAUSE_REASONS].sort());
  });
});
