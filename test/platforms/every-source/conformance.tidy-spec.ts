import { readFileSync } from 'node:fs';
import { loadSources } from '#platforms';
import { treeFiles } from '../../tidy/tree-files.js';

const SOURCES = await loadSources();

describe('describeSourceConformance', () => {
  it('is run for every source that connects out', () => {
    const tests = treeFiles(['test/platforms']).filter((path) => path.endsWith('.int-spec.ts'));
    const conforming = tests.flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return [...text.matchAll(/^describeSourceConformance\(\{\s+name: '([a-z-]+)'/gm)];
    });
    const outbound = [...SOURCES].filter(([, definition]) => definition.protocol !== undefined);
    const names = conforming.map(([, name]) => name!);
    expect(names.sort()).toEqual(outbound.map(([type]) => type).sort());
  });
});
