import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { FOLDERS, LAYERS, OF_REDIS_ITSELF } from './tidy/layers.js';
import {
  functionsOf,
  importsOf,
  methodCallsOf,
  readSourceFiles,
  templateLinesOf,
  type MethodCall,
  type SourceFile,
} from './tidy/source-files.js';

const files = readSourceFiles();
const sources = files.filter(({ isTest }) => !isTest);

/** The one file of the console that names the relay's own. */
const CONTRACT = 'apps/console-web/src/api/contract.ts';

/** Where lines match, as `path:line`. */
function places(
  among: readonly SourceFile[],
  matches: (line: string, file: SourceFile) => boolean,
): string[] {
  return among.flatMap((file) =>
    file.lines.flatMap((line, index) => (matches(line, file) ? [`${file.path}:${index + 1}`] : [])),
  );
}

/** The line without what its strings, templates and expressions hold, which cannot be broken. */
function withoutLiterals(line: string): string {
  return line
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replace(/\/(?![/*])(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*/g, '//');
}

function isLong(line: string): boolean {
  return line.length > 120 && withoutLiterals(line).length > 120;
}

/** Controls and format characters but for tab, and letters that only look like nothing. */
const INVISIBLE = /(?!\t)[\p{Cc}\u200b\u202a-\u202e\ufeff]/u;

/** The library that a file belongs to. */
function libraryOf({ path }: SourceFile): string | undefined {
  return /^libs\/([^/]+)\//.exec(path)?.[1];
}

const COMMANDS = new Set(new Redis({ lazyConnect: true }).getBuiltinCommands());
/** What a connection is called. */
const CONNECTION = /(?:redis|link|node)$|^(?:small|drain|append|from|to|one|together|staged)$/iu;
/** Commands whose names nothing else has, whatever they are called on. */
const ONLY_REDIS =
  /^(?:[hz](?:get|set|m|del|incr|scan|exists|add|rem|card|range|score|pop)|x(?:add|re|r|l|t|d)|s(?:add|rem|members|is|mis|card)|p?(?:expire|ttl)|incrby|l(?:push|range|trim|index))/u;

/** Whether it is a command of Redis, as far as can be told by names. */
function isRedisCall({ receiver, method }: MethodCall): boolean {
  const command = method.replace(/Buffer$/u, '').toLowerCase();
  if (!COMMANDS.has(command)) return false;
  return ONLY_REDIS.test(command) || CONNECTION.test(receiver);
}

describe('the tree', () => {
  it('has files of at most 300 lines, and tests of 500', () => {
    const long = files.filter(({ lines, isTest }) => lines.length - 1 > (isTest ? 500 : 300));
    expect(long.map(({ path, lines }) => `${path} ${lines.length - 1}`)).toEqual([]);
  });

  it('has functions of at most 70 lines, and constructors of at most 5 parameters', () => {
    const functions = sources.flatMap(functionsOf);
    expect(functions.filter(({ lines }) => lines > 70)).toEqual([]);
    expect(functions.filter(({ dependencies }) => dependencies > 5)).toEqual([]);
  });

  it('has lines of at most 120 characters, but for what they quote', () => {
    const long = files
      .filter(({ lines }) => lines.some(isLong))
      .flatMap((file) => {
        const quoted = templateLinesOf(file);
        return file.lines.flatMap((line, at) => {
          return isLong(line) && !quoted.has(at) ? [`${file.path}:${at + 1}`] : [];
        });
      });
    expect(long).toEqual([]);
  });

  it('names files in kebab-case, and none with an empty word such as utils', () => {
    const names = files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    expect(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name)),
    ).toEqual([]);
    expect(
      names.filter((name) => /\b(data|info|handler|manager|utils?|helpers?)\b/.test(name)),
    ).toEqual([]);
  });

  it('has no to-do comment, and no invisible character', () => {
    expect(
      places(files, (line) => /\b(TODO|FIXME|HACK)\b/.test(line.replace(/\/.*TODO.*\//, ''))),
    ).toEqual([]);
    expect(places(files, (line) => INVISIBLE.test(line))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  it('has lines of at most 120 characters', () => {
    const lines = readFileSync('CHANGELOG.md', 'utf8').split('\n');
    const long = lines.flatMap((line, i) => (line.length > 120 ? [`CHANGELOG.md:${i + 1}`] : []));
    expect(long).toEqual([]);
  });
});

describe('the tests', () => {
  it('set no time limit for a file: that would assert speed, and jest.config has one against hanging', () => {
    expect(places(files, (line) => /^\s*jest\.setTimeout\(/.test(line))).toEqual([]);
  });
});

describe('the code', () => {
  it('reads the environment in libs/config, and where a program starts', () => {
    const elsewhere = sources.filter((file) => {
      return libraryOf(file) !== 'config' && !/^apps\/.*\/main\.ts$/.test(file.path);
    });
    expect(places(elsewhere, (line) => /\bprocess\.env\b/.test(line))).toEqual([]);
  });

  it('writes to the console only in programs for people', () => {
    const quiet = sources.filter(
      ({ path }) => !/\/cli\/|^apps\/(?:simulator|demo)|^scripts|^bench/.test(path),
    );
    expect(places(quiet, (line) => /\bconsole\.\w+\(/.test(line))).toEqual([]);
  });

  it('leaves Redis to libs/event-buffer, but for what has to do with no key of ours', () => {
    const elsewhere = sources.filter(({ path }) => path.startsWith('apps/relay/'));
    const touching = elsewhere.filter((file) => {
      return importsOf(file).some((one) => /^(?:ioredis|bullmq)$/.test(one));
    });
    const calling = elsewhere.filter((file) => methodCallsOf(file).some(isRedisCall));
    const found = new Set([...touching, ...calling].map(({ path }) => path));
    expect([...found].toSorted()).toEqual(Object.keys(OF_REDIS_ITSELF).toSorted());
  });

  it('names the keys in Redis in BufferKeys, and nowhere else', () => {
    // What is below /queue/ names what BullMQ keeps.
    const owner = /\/event-buffer\/src\/(?:redis\/buffer-keys\.ts$|queue\/)/;
    const elsewhere = sources.filter(({ path }) => !owner.test(path));
    expect(places(elsewhere, (line) => /\$\{[\w.#]*[pP]refix\}:\w/.test(line))).toEqual([]);
  });

  it('waits by libs/timing, whose waits end with their signal and leave no listener', () => {
    const elsewhere = sources.filter((file) => libraryOf(file) !== 'timing');
    const own =
      /\bsetTimeout\b.*node:timers\/promises|=> \{?\s*setTimeout\(resolve|^\s*setTimeout\(resolve/;
    expect(places(elsewhere, (line) => own.test(line))).toEqual([]);
    const jitter = /\* (?:\(0\.5 \+ )?Math\.random\(\)\)*[,;]/;
    expect(places(elsewhere, (line) => jitter.test(line))).toEqual([]);
  });

  it('exports by name', () => {
    expect(places(sources, (line) => /^export default\b/.test(line))).toEqual([]);
    expect(places(sources, (line) => line.startsWith('export * '))).toEqual([]);
  });

  it('switches no check off', () => {
    const off = /@ts-(ignore|expect-error|nocheck)|(eslint|oxlint)-disable|\bas any\b/;
    expect(
      places(files, (line) => {
        return off.test(line) && off.test(withoutLiterals(line)) && !line.includes('off = /');
      }),
    ).toEqual([]);
  });

  it('has no test that is skipped, narrowed or a to-do', () => {
    const tests = files.filter(({ isTest }) => isTest);
    const narrowed =
      /^\s*(?:x(?:it|describe)|f(?:it|describe))\(|\b(?:it|test|describe)\.(?:skip|only|todo)\b/;
    expect(places(tests, (line) => narrowed.test(line) && !line.includes('narrowed ='))).toEqual(
      [],
    );
  });
});

interface AppImport {
  readonly path: string;
  readonly app: string;
  /** The folders of the app, and the file in the second, from there. */
  readonly from: string;
  readonly to: string;
  readonly module: string;
}

/** What a folder of an app imports of another: not what composes a process of folders. */
function appImports(): AppImport[] {
  return sources.flatMap((file) => {
    const [, app = '', from] = /^apps\/([^/]+)\/src\/([^/]+)\//.exec(file.path) ?? [];
    if (from === undefined || /\.(?:module|role)\.ts$/.test(file.path)) return [];
    return importsOf(file).flatMap((written) => {
      if (!written.startsWith('.')) return [];
      const { pathname } = new URL(written, `file:///${file.path}`);
      const home = `/apps/${app}/src/`;
      if (!pathname.startsWith(home)) return [];
      const module = pathname.replace(home, '').replace(/js$/, 'ts');
      const to = module.includes('/') ? module.slice(0, module.indexOf('/')) : undefined;
      return to === undefined || to === from ? [] : [{ path: file.path, app, from, to, module }];
    });
  });
}

describe('imports', () => {
  const imports = sources.flatMap((file) => importsOf(file).map((module) => ({ file, module })));

  it('are bounded for every library', () => {
    expect(imports.length).toBeGreaterThan(100);
    const libraries = new Set(sources.map(libraryOf).filter((library) => library !== undefined));
    expect(new Set(Object.keys(LAYERS))).toEqual(libraries);
  });

  it('between libraries run one way', () => {
    const upwards = imports.filter(({ file, module }) => {
      const library = libraryOf(file);
      if (library === undefined || !module.startsWith('#')) return false;
      return LAYERS[library]?.libs.includes(module.slice(1)) !== true;
    });
    expect(upwards.map(({ file, module }) => `${file.path} ${module}`)).toEqual([]);
  });

  it('of packages are those that a library is known to need', () => {
    const unknown = imports.filter(({ file, module }) => {
      const library = libraryOf(file);
      if (library === undefined || /^(#|\.|node:)/.test(module)) return false;
      return LAYERS[library]?.packages.includes(module) !== true;
    });
    expect(unknown.map(({ file, module }) => `${file.path} ${module}`)).toEqual([]);
  });

  it('never leave their own library or app but by its name', () => {
    const leaving = imports.filter(({ file, module }) => {
      if (!module.startsWith('.') || file.path === CONTRACT) return false;
      // The demo is made of the simulator, and of the relay as a program.
      const isOfDemo = file.path.startsWith('apps/demo/');
      if (isOfDemo && module === '../../simulator/src/index.js') return false;
      const [home] = /^(?:apps|libs)\/[^/]+\//.exec(file.path) ?? [''];
      return (
        home !== '' && !new URL(module, `file:///${file.path}`).pathname.startsWith(`/${home}`)
      );
    });
    expect(leaving.map(({ file, module }) => `${file.path} ${module}`)).toEqual([]);
  });

  it('between the folders of an app run one way, but in what composes a process of them', () => {
    const found = appImports();
    expect(found.length).toBeGreaterThan(100);
    for (const [app, lines] of Object.entries(FOLDERS)) {
      const rows = lines.map((line) => line.split(/:? /u));
      const names = rows.map(([name]) => name!);
      const allowed = new Map(rows.map(([name = '', ...others]) => [name, others]));
      const inApp = found.filter((one) => one.app === app);
      expect(inApp.filter(({ from }) => !allowed.has(from))).toEqual([]);
      // So that no two folders can ever need each other.
      const late = names.flatMap((name, i) => {
        return allowed.get(name)!.filter((one) => !names.slice(0, i).includes(one));
      });
      expect(late).toEqual([]);
      const upwards = inApp.filter(({ from, to }) => allowed.get(from)?.includes(to) !== true);
      expect(upwards.map(({ path, module }) => `${path} ${module}`)).toEqual([]);
    }
  });

  it('of the console take from the relay only types, and in one place', () => {
    const contract = files.find(({ path }) => path === CONTRACT)!;
    const statements = contract.text.split(/;\n/u).filter((one) => one.trim() !== '');
    expect(statements.filter((one) => !/^(?:\/\/.*\n)*export type \{/u.test(one.trim()))).toEqual(
      [],
    );
    const elsewhere = imports.filter(({ file, module }) => {
      return file.path.startsWith('apps/console-web/') && module.startsWith('#');
    });
    expect(elsewhere.filter(({ file }) => file.path !== CONTRACT)).toEqual([]);
  });

  it('keep live-event free of everything, and Nest, Redis and BullMQ out of the pure libraries', () => {
    const impure = /^(@nestjs\/|ioredis$|bullmq$|express$)/;
    const pure = Object.entries(LAYERS).filter(([name]) => name !== 'event-buffer');
    expect(pure.flatMap(([, { packages }]) => packages).filter((one) => impure.test(one))).toEqual(
      [],
    );
    const touched = imports.filter(({ file, module }) => {
      return libraryOf(file) === 'live-event' && !module.startsWith('.');
    });
    expect(touched.map(({ file, module }) => `${file.path} ${module}`)).toEqual([]);
  });
});
