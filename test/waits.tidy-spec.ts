import ts from 'typescript';
import { readSourceFiles, treeOf, type SourceFile } from './tidy/source-files.js';

/** The code of the relay that runs in Node, but for what waits and signals are made of. */
const files = readSourceFiles().filter(({ path, isTest }) => {
  return (
    !isTest && /^(?:apps\/(?:relay|demo)|libs)\//.test(path) && !path.startsWith('libs/timing/')
  );
});

/** The functions of libs/timing that make a wait one's own. */
const JITTER = new Set(['aboutMs', 'backoffMs', 'patientBackoffMs', 'shortOfMs']);
const WAITS = new Set(['pause', 'fullPause', 'idlePause', 'setTimeout']);
/** A constant that names how long to wait after a failure. */
const AGAIN = /(?:^|_)(?:AGAIN|RETRY|BUSY_PAUSE|LEFT)_MS$/;

/** Where a file has a node for which this holds, as `path:line`. */
function placesOf(file: SourceFile, holds: (node: ts.Node) => boolean): string[] {
  const tree = treeOf(file);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (holds(node)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push(`${file.path}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function calls(node: ts.Node, names: ReadonlySet<string>): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)
  );
}

/** The node's parents up to the function that it stands in. */
function* around(node: ts.Node): Generator<ts.Node> {
  for (let at = node.parent; !ts.isSourceFile(at) && !ts.isFunctionLike(at); at = at.parent) {
    yield at;
  }
}

/** A wait that is the same for every process: a constant. */
function isFixed(wait: ts.CallExpression): boolean {
  const isTimeout = wait.expression.getText() === 'setTimeout';
  const ms = wait.arguments[isTimeout ? 1 : 0];
  if (ms === undefined) return false;
  return ts.isNumericLiteral(ms) || (ts.isIdentifier(ms) && /^[A-Z][A-Z\d_]*$/.test(ms.text));
}

const COMPARISONS = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Whether a constant is declared, compared or given to what makes a wait of it. */
function isProper(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isVariableDeclaration(parent) || calls(parent, JITTER)) return true;
  return ts.isBinaryExpression(parent) && COMPARISONS.has(parent.operatorToken.kind);
}

describe('what waits for a failure to pass', () => {
  it('grows its waits by libs/timing, not by a formula of its own', () => {
    const doubling = files.flatMap((file) => {
      return placesOf(file, (node) => {
        if (!ts.isBinaryExpression(node)) return false;
        const { left, operatorToken, right } = node;
        const isPower = operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
        return isPower && left.getText() === '2' && !ts.isNumericLiteral(right);
      });
    });
    expect(doubling).toEqual([]);
  });

  it('waits for a time of its own: processes that failed together do not come back in step', () => {
    const fixed = files.flatMap((file) => [
      ...placesOf(file, (node) => {
        return calls(node, WAITS) && isFixed(node) && [...around(node)].some(ts.isCatchClause);
      }),
      ...placesOf(file, (node) => {
        return ts.isIdentifier(node) && AGAIN.test(node.text) && !isProper(node);
      }),
    ]);
    expect(fixed).toEqual([]);
  });
});

describe('what listens to a signal', () => {
  it('is bounded by #timing: Node 20 forgets a timeout that only AbortSignal.any knows', () => {
    const joined = files
      // Both of its signals are held by others.
      .filter(({ path }) => path !== 'apps/relay/src/cli/setup/init.command.ts')
      .flatMap((file) => placesOf(file, (node) => node.getText() === 'AbortSignal.any'));
    expect(joined).toEqual([]);
  });

  it('listens no more once its work is done, since the signal may live longer', () => {
    const left = files.flatMap((file) => {
      return placesOf(file, (node) => {
        if (!ts.isCallExpression(node)) return false;
        const [, listener] = /addEventListener\('abort',\s*([^,]+?)[,)]/.exec(node.getText()) ?? [];
        if (listener === undefined || !node.expression.getText().endsWith('addEventListener')) {
          return false;
        }
        return !file.text.includes(`removeEventListener('abort', ${listener})`);
      });
    });
    expect(left).toEqual([]);
  });
});

describe('what forgets its oldest', () => {
  it('is a BoundedMap', () => {
    const own = readSourceFiles().filter(({ path, isTest }) => {
      return !isTest && !path.startsWith('libs/bounded-map/') && !path.includes('console-web');
    });
    const firstKey = /\.delete\([^)\n]*\.keys\(\)\.next\(\)/;
    expect(own.filter(({ text }) => firstKey.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
