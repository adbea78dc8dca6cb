import { readFileSync } from 'node:fs';
import { treeFiles } from './tidy/tree-files.js';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
const { dependencies, devDependencies, scripts } = read('package.json') as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
};

describe('package-lock.json', () => {
  // Otherwise npm ci refuses it. A registry that has the binaries of one platform only, and npm
  // install beside an old node_modules, leave the others out.
  it('names the optional packages of every platform', () => {
    const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`${at}/node_modules/${name}` in packages || `node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('names no URL of packages', () => {
    const told = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(told).toEqual([]);
  });
});

describe('package.json', () => {
  it('pins every package to one version', () => {
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:[a-z-]+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(ranges).toEqual([]);
  });

  it('has no script before or after another: npm runs none where .npmrc has ignore-scripts', () => {
    expect(readFileSync('.npmrc', 'utf8')).toContain('ignore-scripts=true\n');
    const around = Object.keys(scripts).filter((name) => {
      const of = /^(?:pre|post)(.+)$/.exec(name)?.[1];
      return of !== undefined && (of in scripts || of === 'install');
    });
    expect(around).toEqual([]);
  });

  it('lints every folder that has code', () => {
    const code = treeFiles().filter((path) => /^[^/]+\/.*\.(?:tsx?|mjs)$/.test(path));
    const folders = new Set(code.map((path) => path.slice(0, path.indexOf('/'))));
    expect(folders.size).toBeGreaterThan(4);
    expect(scripts['lint']!.split(' ')).toEqual(expect.arrayContaining([...folders]));
  });
});
