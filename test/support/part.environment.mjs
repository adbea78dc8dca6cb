import { TestEnvironment } from 'jest-environment-node';

/** A bound on hanging: a spec file loads what no other has loaded yet. */
const LOAD_MS_MAX = 600_000;

/**
 * Where a part runs, a file that stands for many spec files (`scripts/lib/test-parts.mjs`). Gives it
 * `takeSpecs(next)`, which takes one after the other, the next when the one before has run: so no part
 * waits while another has files left. `next` gives a file's name and how to load it, or nothing at the end.
 * What the file defines, its hooks too, is in a block of its name.
 */
export default class PartEnvironment extends TestEnvironment {
  handleTestEvent(event, state) {
    if (event.name !== 'setup') return;
    this.global.takeSpecs = async (next) => take(this.global, state, next);
  }
}

async function take(global, state, next) {
  const spec = next();
  if (spec === undefined) return;
  const { hasStarted, currentDescribeBlock } = state;
  // Jest runs what is added behind the block that is about to end, and only forbids to add it.
  state.hasStarted = false;
  state.currentDescribeBlock = state.rootDescribeBlock;
  let block;
  global.describe(spec.file, () => {
    block = state.currentDescribeBlock;
  });
  // Jest closes a block at once, and a module takes a while.
  state.currentDescribeBlock = block;
  try {
    await spec.load();
    if (block.children.length === 0) throw new Error('It has no tests.');
  } catch (error) {
    global.test('can be loaded', () => {
      throw error;
    });
  } finally {
    // The last hook of the block, since a module may be loaded in a hook, and not between them.
    global.afterAll(async () => take(global, state, next), LOAD_MS_MAX);
    Object.assign(state, { hasStarted, currentDescribeBlock });
  }
}
