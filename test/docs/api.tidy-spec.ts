import { readFileSync } from 'node:fs';
import { PROBLEMS } from '../../apps/relay/src/console/problems/problem.js';
import { readSourceFiles } from '../tidy/source-files.js';
import { tablesOf } from './tables.js';

const page = readFileSync('docs/API.md', 'utf8');
const tables = tablesOf(page);
const chinese = readFileSync('docs/API.zh-CN.md', 'utf8');

/** Each request that a controller below `/api` answers, as the page writes it. */
const routes = readSourceFiles()
  .filter(({ path }) => path.startsWith('apps/relay/src/api/') && path.endsWith('.controller.ts'))
  .flatMap(({ text }) => {
    const [, base = ''] = /^@Controller\('([^']*)'\)/m.exec(text) ?? [];
    const handlers = text.matchAll(/^ {2}@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/gm);
    return [...handlers].map(([, method, path = '']) => {
      const place = [base, path].filter((part) => part !== '').join('/');
      return `${method!.toUpperCase()} /${place.replaceAll(/:(\w+)/g, '{$1}')}`;
    });
  });

/** Requests in code; several methods may share a path. */
function requestsIn(text: string): ReadonlySet<string> {
  const told = [...text.matchAll(/`([A-Z]+(?:`, `[A-Z]+)*) (\/api[^`?\s]*)/g)];
  return new Set(
    told.flatMap(([, methods, path]) =>
      methods!.split('`, `').map((method) => `${method} ${path}`),
    ),
  );
}

describe('docs/API.zh-CN.md', () => {
  it('tells every request that a controller answers, and no other', () => {
    expect(requestsIn(chinese)).toEqual(new Set(routes));
  });

  it('lists every problem, with its status and what it means in Chinese', () => {
    const rows = tablesOf(chinese).get('拒绝的原因')!;
    const told = new Map(rows.map(([kind, status]) => [kind, Number(status)]));
    const real = Object.entries(PROBLEMS).map(([kind, { status }]) => [kind, status] as const);
    expect(told).toEqual(new Map(real));
    expect(rows.filter(([, , meaning]) => !/\p{Script=Han}/u.test(meaning!))).toEqual([]);
  });
});

describe('docs/API.md', () => {
  it('tells every request that a controller answers, and no other', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(requestsIn(page)).toEqual(new Set(routes));
  });

  it('lists every problem, with its status and title', () => {
    const told = new Map(
      tables.get('Problems')!.map(([kind, status, title]) => [kind, [Number(status), title]]),
    );
    const real = Object.entries(PROBLEMS).map(([kind, { status, title }]) => {
      return [kind, [status, title]] as const;
    });
    expect(told).toEqual(new Map(real));
  });

  it('names every command that the audit trail has', () => {
    const [, told = ''] = /\n## Who did what\n(.*?)\n## /su.exec(page) ?? [];
    const named = new Set([...told.matchAll(/`(?:[a-z-]+ )?([a-z-]+)`/g)].map(([, word]) => word));
    const commands = readSourceFiles().filter(({ path }) => {
      return path.startsWith('apps/relay/src/cli/') && !path.endsWith('.spec.ts');
    });
    const audited = commands.flatMap(({ text }) => {
      return [...text.matchAll(/'(?:target|bridge|dead-letters)\.([a-z-]+)'/g)].map(
        ([, of]) => of!,
      );
    });
    expect(new Set(audited).size).toBeGreaterThan(5);
    expect(audited.filter((word) => !named.has(word))).toEqual([]);
  });
});
