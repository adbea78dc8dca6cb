import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { treeFiles } from './tree-files.js';

/** A file of the project, read once. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly isTest: boolean;
}

const FOLDERS = ['apps', 'libs', 'test', 'bench', 'scripts'];

let read: readonly SourceFile[] | undefined;

/** Every TypeScript file of the project. */
export function readSourceFiles(): readonly SourceFile[] {
  read ??= treeFiles(FOLDERS.filter((folder) => existsSync(folder)))
    .filter((path) => /\.tsx?$/u.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const isTest = path.startsWith('test/') || path.endsWith('.spec.ts');
      return { path, text, lines: text.split('\n'), isTest };
    });
  return read;
}

const trees = new WeakMap<SourceFile, ts.SourceFile>();

/** The syntax tree of a file: parsed once, since that takes longest. */
export function treeOf(file: SourceFile): ts.SourceFile {
  const known = trees.get(file);
  if (known !== undefined) return known;
  const { path, text } = file;
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, kind);
  trees.set(file, tree);
  return tree;
}

/** The modules that a file imports or re-exports, as they are written. */
export function importsOf({ path, text }: SourceFile): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    return fileName === '' ? path : fileName;
  });
}

/** A function in a file: its place and its length. */
export interface FunctionSize {
  readonly place: string;
  readonly lines: number;
  /** The number of parameters of a constructor; 0 for other functions. */
  readonly dependencies: number;
}

/** All functions and methods with a body, including nested ones. */
export function functionsOf(source: SourceFile): FunctionSize[] {
  const { path } = source;
  const file = treeOf(source);
  const found: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const from = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const to = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      const dependencies = ts.isConstructorDeclaration(node) ? node.parameters.length : 0;
      found.push({ place: `${path}:${from + 1}`, lines: to - from + 1, dependencies });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A call of a method: `receiver.method(…)`. */
export interface MethodCall {
  readonly place: string;
  /** The last name of what the method is called on: `redis` for `this.#redis`. */
  readonly receiver: string;
  readonly method: string;
}

/** All calls of methods, on whichever line they stand. */
export function methodCallsOf(source: SourceFile): MethodCall[] {
  const { path } = source;
  const file = treeOf(source);
  const found: MethodCall[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: on, name } = node.expression;
      const { line } = file.getLineAndCharacterOfPosition(name.getStart(file));
      const receiver = ts.isPropertyAccessExpression(on) ? on.name.text : on.getText(file);
      found.push({ place: `${path}:${line + 1}`, receiver, method: name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The lines, from 0, of multi-line templates: quoted text may have longer lines. */
export function templateLinesOf(source: SourceFile): Set<number> {
  const file = treeOf(source);
  const covered = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      const from = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const to = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = from; line <= to; line++) covered.add(line);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return covered;
}

interface Named {
  readonly name: string;
  readonly line: number;
}

const identifiers = new WeakMap<SourceFile, readonly Named[]>();

/** The identifiers in a file, including private ones, without words in comments and strings. */
export function identifiersOf(source: SourceFile): readonly Named[] {
  const known = identifiers.get(source);
  if (known !== undefined) return known;
  const file = treeOf(source);
  const found: Named[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push({ name: node.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  identifiers.set(source, found);
  return found;
}
