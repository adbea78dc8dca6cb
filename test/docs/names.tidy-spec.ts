import { DROP_REASONS } from '#live-event';
import { METRICS } from '#telemetry';
import { existsSync, readFileSync } from 'node:fs';
import { readSourceFiles } from '../tidy/source-files.js';
import { treeFiles } from '../tidy/tree-files.js';

const pages = treeFiles()
  .filter((path) => path.endsWith('.md'))
  .map((path) => [path, readFileSync(path, 'utf8')] as const);
const code = readSourceFiles()
  .filter(({ isTest }) => !isTest)
  .map(({ text }) => text)
  .join('\n');
const metrics: ReadonlySet<string> = new Set(Object.values(METRICS).map(({ name }) => name));

/** Metrics of a page that are none: a histogram also has the series of its parts. */
function unknownMetrics(text: string): readonly string[] {
  const named = text.match(/\brelay_[a-z_]+(?=[`{ ,=)\n])/g) ?? [];
  return named.filter((name) => !metrics.has(name.replace(/_(?:bucket|count|sum)$/, '')));
}

describe('the documents', () => {
  it.each(pages)('%s names only metrics of the relay', (_, text) => {
    expect(unknownMetrics(text)).toEqual([]);
  });

  it.each(pages)('%s names only log events, reasons and fields that the code has', (_, text) => {
    const named = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name!);
    expect(named.filter((name) => !code.includes(name) && !OTHERS.has(name))).toEqual([]);
  });

  it.each(pages)('%s names only files that are there', (_, text) => {
    const named = text.matchAll(/`((?:apps|libs|test|scripts|deploy|bench|docs)\/[\w./-]+)`/g);
    const missing = [...named].map(([, path]) => path!).filter((path) => !existsSync(path));
    expect(missing.filter((path) => !EXAMPLES.has(path))).toEqual([]);
  });
});

/** Words that the code puts together, and those of others. */
const OTHERS: ReadonlySet<string> = new Set([
  ...DROP_REASONS.map(({ reason }) => reason),
  'node_modules',
  'nodejs_eventloop_lag_max_seconds',
  'description_zh',
  'runbook_url',
  'runbook_url_zh',
  'summary_zh',
]);
/** Files that a reader is asked to make. */
const EXAMPLES: ReadonlySet<string> = new Set([
  'libs/platforms/src/shop/',
  'docs/sources/shop.md',
  'docs/sources/shop.zh-CN.md',
]);
