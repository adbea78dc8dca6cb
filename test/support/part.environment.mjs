import { TestEnvironment } from 'jest-environment-node';

/** Bounds a hanging load. It is long, since a spec file may be the first to load many modules. */
const LOAD_MS_MAX = 600_000;

/** Jest has 100, and takes a stack at each `expect`: a tenth of the time of a test of properties. */
const STACK_FRAMES = 20;

/**
 * The environment of a part, a file that runs many spec files (`scripts/lib/test-parts.mjs`). It
 * gives the part `takeSpecs(next)`, which takes a spec file when the one before has run, so that no
 * part waits while files are left. `next` returns the name of a file and a function that loads it,
 * or nothing at the end. The tests and hooks of a file are in a describe block with its name.
 */
export default class PartEnvironment extends TestEnvironment {
  handleTestEvent(event, state) {
    if (event.name !== 'setup') return;
    this.global.Error.stackTraceLimit = STACK_FRAMES;
    this.global.takeSpecs = async (next) => take(this.global, state, next);
  }
}

async function take(global, state, next) {
  const spec = next();
  if (spec === undefined) return;
  const { hasStarted, currentDescribeBlock } = state;
  // Jest forbids adding blocks once tests run, but does run one that is added behind the current
  // block.
  state.hasStarted = false;
  state.currentDescribeBlock = state.rootDescribeBlock;
  let block;
  global.describe(spec.file, () => {
    block = state.currentDescribeBlock;
  });
  // Jest ends a block when its callback returns, before the module is loaded: it is opened again
  // here.
  state.currentDescribeBlock = block;
  try {
    await spec.load();
    if (block.children.length === 0) throw new Error('It has no tests.');
  } catch (error) {
    global.test('can be loaded', () => {
      throw error;
    });
  } finally {
    // The next file is loaded in the last hook of this block, since jest cannot wait between
    // blocks.
    global.afterAll(async () => take(global, state, next), LOAD_MS_MAX);
    Object.assign(state, { hasStarted, currentDescribeBlock });
  }
}
