import { TestEnvironment } from 'jest-environment-node';

/**
 * Where a part runs, a file that stands for several spec files (`scripts/lib/test-parts.mjs`). Gives it
 * `defineSpec(file, load)`: what the spec file defines, its hooks too, is in a block of its name.
 */
export default class PartEnvironment extends TestEnvironment {
  handleTestEvent(event, state) {
    if (event.name !== 'setup') return;
    const { global } = this;
    global.defineSpec = async (file, load) => {
      const outer = state.currentDescribeBlock;
      let block;
      global.describe(file, () => {
        block = state.currentDescribeBlock;
      });
      // Jest closes a block at once, and a module takes a while.
      state.currentDescribeBlock = block;
      try {
        await load();
      } catch (error) {
        global.test('can be loaded', () => {
          throw error;
        });
      } finally {
        state.currentDescribeBlock = outer;
      }
    };
  }
}
