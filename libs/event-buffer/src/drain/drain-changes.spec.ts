import { TargetRecord } from '../targets/target-record.js';
import { DrainChanges } from './drain-changes.js';

describe('the changes of a drain', () => {
  it('remove only fields that the target had as it began, or was given since', () => {
    const changes = new DrainChanges(TargetRecord.of(['failures', '2', 'cursor', '1-1:0']));
    const none = { failures: 0, failingSince: 0, remedied: false };
    expect(changes.textsOf(none)).toEqual(['failures', '']);
    expect(changes.textsOf({ remedied: true })).toEqual(['remedied', '1']);
    // A write whose answer was lost is repeated, and Redis may have lost one that it had confirmed.
    for (let i = 0; i < 2; i++) {
      expect(changes.textsOf(none)).toEqual(['failures', '', 'remedied', '']);
    }
  });

  it('always remove the rank, which appends write, too', () => {
    const changes = new DrainChanges(TargetRecord.of([]));
    expect(changes.textsOf({ rank: undefined, turnSince: undefined })).toEqual(['rank', '']);
  });
});
