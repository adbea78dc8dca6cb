import ts from 'typescript';
import { readSourceFiles, treeOf } from './tidy/source-files.js';

/** A key of a source, such as `apiKey` or `token.url`, by which the operator finds it. */
const KEY = /\b(?:[a-z]+[A-Z][A-Za-z]*|token\.[a-z]+|[a-z]+:[a-z]+(?::[a-z]+)?)\b/gu;
const CALLS: ReadonlySet<string> = new Set(['bilingual', 'bilingualWithNumber']);
const SENTENCE = /^\p{Lu}\p{L}*(?: \S+){3,}(?:\.$|[:.] )/u;

/** What sources say to operators. What a platform is, and what a key means, has its languages elsewhere. */
const files = readSourceFiles().filter(({ path, isTest }) => {
  const isOfSources = path.startsWith('libs/source/') || path.startsWith('libs/platforms/');
  return isOfSources && !isTest && !path.endsWith('.about.ts');
});
const calls = files.flatMap((file) => bilingualCallsOf(treeOf(file)));

describe('what sources tell operators', () => {
  it('is found here', () => {
    expect(calls.length).toBeGreaterThan(80);
  });

  it('stands in both languages', () => {
    const alone = files.flatMap((file) => sentencesOf(treeOf(file)));
    expect(alone.filter(({ isBilingual }) => !isBilingual).map(({ place }) => place)).toEqual([]);
  });

  it('is made once, and not each time it is said', () => {
    expect(calls.filter(({ isAtTop }) => !isAtTop).map(({ en }) => en)).toEqual([]);
  });

  it.each(calls)('$en is Chinese in Chinese, and holds the same names', ({ en, zh }) => {
    expect(zh).toMatch(/\p{Script=Han}.*[。…]$/u);
    expect(zh).not.toMatch(/[a-z] [a-z]+ [a-z]+ [a-z]/u);
    expect(zh.split('{}')).toHaveLength(en.split('{}').length);
    for (const [key] of en.matchAll(KEY)) expect(zh).toContain(key);
  });

  it('has one Chinese for each English sentence', () => {
    const chinese = new Map(calls.map(({ en, zh }) => [en, zh]));
    expect(calls.filter(({ en, zh }) => chinese.get(en) !== zh)).toEqual([]);
  });
});

function bilingualCallsOf(tree: ts.SourceFile) {
  const found: { readonly en: string; readonly zh: string; readonly isAtTop: boolean }[] = [];
  const visit = (node: ts.Node, isAtTop: boolean): void => {
    if (isBilingualCall(node)) {
      const [en = '', zh = ''] = node.arguments.map((one) => textOf(one));
      found.push({ en, zh, isAtTop });
    }
    ts.forEachChild(node, (child) => visit(child, isAtTop && !ts.isFunctionLike(node)));
  };
  visit(tree, true);
  return found;
}

function sentencesOf(tree: ts.SourceFile) {
  const found: { readonly place: string; readonly isBilingual: boolean }[] = [];
  const visit = (node: ts.Node, isBilingual: boolean): void => {
    if (isText(node) && SENTENCE.test(textOf(node))) {
      found.push({ place: `${tree.fileName}: ${textOf(node)}`, isBilingual });
    }
    const isOfBoth = isBilingual || isBilingualCall(node) || isEnglishOfTwo(node) || isFault(node);
    ts.forEachChild(node, (child) => visit(child, isOfBoth));
  };
  visit(tree, false);
  return found;
}

function isBilingualCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && CALLS.has(node.expression.getText());
}

/** A part of several sentences: `{ en, zh }`. */
function isEnglishOfTwo(node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const names = node.properties.map(({ name }) => name?.getText());
  return names.includes('en') && names.includes('zh');
}

/** A fault of the program, which is for the log. */
function isFault(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.kind === ts.SyntaxKind.SuperKeyword;
  return ts.isNewExpression(node) && /^(?:Type|Range)?Error$/u.test(node.expression.getText());
}

function isText(node: ts.Node): node is ts.Expression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** The text of a literal; of a template with what stands between its values. */
function textOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return '';
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}
