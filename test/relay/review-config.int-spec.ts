import { expectOnceAndInOrder, RelayRig } from './support/relay-rig.js';

function of(review: object): object {
  return 'noNeedReview' in review ? { reviewConfig: review } : {};
}

describe('reviewConfig', () => {
  it.concurrent.each([
    ['is left out where it is not configured', {}, {}, 0],
    ['of the project goes with every report', { noNeedReview: true }, {}, 1],
    ["of the target goes before the project's", { noNeedReview: true }, { noNeedReview: false }, 0],
    ['of the target is enough', {}, { noNeedReview: true }, 1],
  ])('%s', async (_, project, target, share) => {
    await RelayRig.with({ metastudio: of(project), target: of(target) }, async (rig) => {
      await rig.settled();
      await expectOnceAndInOrder(rig);
      const { reports, withoutReview } = rig.simulator.state().accepted;
      expect(reports).toBeGreaterThan(0);
      expect(withoutReview).toBe(reports * share);
    });
  });
});
