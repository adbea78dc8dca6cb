import ts from 'typescript';
import { readSourceFiles, treeOf, type SourceFile } from './tidy/source-files.js';

const files = readSourceFiles().filter(({ isTest }) => !isTest);

/** What stands for two things all the same: a problem of the configuration, and one that the API answers with. */
const BOTH = new Set(['Problem']);

/** The names that a library offers, but for those that it hands on from another one. */
function offeredBy(index: SourceFile): string[] {
  return treeOf(index).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { exportClause: clause, moduleSpecifier: from } = statement;
    const isOwn = from === undefined || !(from as ts.StringLiteral).text.startsWith('#');
    if (!isOwn || clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.map(({ name }) => name.text);
  });
}

/** The names that a file declares for others. */
function declaredIn(file: SourceFile): string[] {
  return treeOf(file).statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true) return [];
    if (ts.isVariableStatement(statement)) {
      const { declarations } = statement.declarationList;
      return declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    }
    const { name } = statement as ts.Statement & { readonly name?: ts.Node };
    return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
  });
}

describe('a name that a library offers', () => {
  const libraries = files.filter(({ path }) => /^libs\/[^/]+\/src\/index\.ts$/.test(path));
  const offered = libraries.flatMap((index) => {
    return offeredBy(index).map((name) => ({ name, path: index.path }));
  });

  it('is of no other library', () => {
    expect(offered.length).toBeGreaterThan(300);
    const paths = new Map<string, string[]>();
    for (const { name, path } of offered) paths.set(name, [...(paths.get(name) ?? []), path]);
    expect([...paths].filter(([, those]) => those.length > 1)).toEqual([]);
  });

  it('names nothing else in the relay', () => {
    const names = new Set(offered.map(({ name }) => name));
    const relay = files.filter(({ path }) => path.startsWith('apps/relay/src/'));
    const twice = relay.flatMap((file) => {
      const again = declaredIn(file).filter((name) => names.has(name) && !BOTH.has(name));
      return again.map((name) => `${file.path} ${name}`);
    });
    expect(twice).toEqual([]);
  });
});
