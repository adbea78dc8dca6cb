import { readFileSync } from 'node:fs';
import { SourceCatalogue } from '#platforms';
import { HELP } from './source-help.js';

/** The comments behind the keys in the example of a source's page. */
function commentsOf(type: string): Record<string, string> {
  const page = readFileSync(`docs/sources/${type}.md`, 'utf8');
  const [, yaml = ''] = /```yaml\n(.*?)```/su.exec(page) ?? [];
  const said = yaml.split('\n').flatMap((line) => {
    const [, key = '', text = ''] = /^ {2}(?:# )?(\w+):(?: .*?)? +# +(.+)$/u.exec(line) ?? [];
    return key === '' || key === 'type' ? [] : [[key, text.trim()] as const];
  });
  return Object.fromEntries(said);
}

describe('the help beside the fields of a source', () => {
  it('quotes the page of the source, and has each sentence in Chinese too', async () => {
    const catalogue = new SourceCatalogue();
    await catalogue.load();
    for (const type of catalogue.keys()) {
      const help = Object.entries(HELP[type] ?? {});
      const english = Object.fromEntries(help.map(([key, [en]]) => [key, en]));
      expect({ type, help: english }).toEqual({ type, help: commentsOf(type) });
      for (const [key, [, zh]] of help) expect(`${type} ${key} ${zh}`).toMatch(/\p{Script=Han}/u);
    }
  });
});
