import ts from 'typescript';
import type { SourceFile } from './source-files.js';

/** The names of types that stand in the signatures of what a file exports. */
export function namesInSignatures({ path, text }: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  for (const statement of file.statements) {
    if (isExported(statement)) collect(statement, nameOf(statement), names);
    // The type of an export without an annotation may be that of a constant in it.
    else if (ts.isVariableStatement(statement)) collectAnnotations(statement, names);
  }
  return names;
}

function collectAnnotations({ declarationList }: ts.VariableStatement, names: Set<string>): void {
  for (const { type } of declarationList.declarations) {
    if (type !== undefined) collect(type, undefined, names);
  }
}

function isExported(node: ts.Statement): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function nameOf(node: ts.Statement): string | undefined {
  const { name } = node as ts.Statement & { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

/** @param own the name of what is looked through, which may name itself. */
function collect(node: ts.Node, own: string | undefined, names: Set<string>): void {
  if (isHidden(node)) return;
  if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
    add(ts.isTypeReferenceNode(node) ? node.typeName : node.expression, own, names);
  }
  if (ts.isTypeQueryNode(node)) add(node.exprName, own, names);
  if (ts.isTypePredicateNode(node) && node.type !== undefined) collect(node.type, own, names);
  if (ts.isVariableDeclaration(node)) {
    const shown = node.type ?? node.initializer;
    if (shown !== undefined) collect(shown, own, names);
    return;
  }
  ts.forEachChild(node, (child) => collect(child, own, names));
}

function add(name: ts.Node, own: string | undefined, names: Set<string>): void {
  if (ts.isIdentifier(name) && name.text !== own) names.add(name.text);
}

/** What a signature does not show: private members, and what functions do. */
function isHidden(node: ts.Node): boolean {
  if (ts.isBlock(node)) return true;
  if (!ts.isClassElement(node)) return false;
  if (node.name !== undefined && ts.isPrivateIdentifier(node.name)) return true;
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true;
}
