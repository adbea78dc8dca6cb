import { PAUSE_WAYS_OUT } from '../projects/pause-ways-out.js';
import { PAUSE_REASONS } from './pause-reasons.js';

describe('PAUSE_REASONS', () => {
  it('each have a way out, in both languages', () => {
    expect(Object.keys(PAUSE_WAYS_OUT).sort()).toEqual([...PAUSE_REASONS].sort());
  });

  it('say of an entry that cannot be read that it may be a damaged one, which is deleted', () => {
    const { en, zh } = PAUSE_WAYS_OUT['entry-unreadable']!;
    expect([en, zh]).toEqual([expect.stringContaining('delete'), expect.stringContaining('删除')]);
  });

  it('say of a project that a reporter lacks that all need it, since another may have it', () => {
    const { en, zh } = PAUSE_WAYS_OUT['project-unknown']!;
    expect([en, zh]).toEqual([
      expect.stringContaining('all of them'),
      expect.stringContaining('所有 reporter'),
    ]);
  });
});
