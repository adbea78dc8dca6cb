import type { Expression } from 'luaparse';
import { TARGET_FIELDS } from '#event-buffer';
import { DROP_REASONS } from '#live-event';
import { BRIDGE_PREFIXES } from '../libs/event-buffer/src/targets/bridge-fields.js';
import { fieldsOfTargets, type TargetHashes } from './tidy/lua-fields.js';
import { undeclaredKeys, visit } from './tidy/lua-keys.js';
import { nameOf, scopesOf } from './tidy/lua-scopes.js';
import { readScripts, sharedParts } from './tidy/script-files.js';

const scripts = readScripts().map((one) => ({ ...one, scopes: scopesOf(one.script.lua) }));

/** What Redis 7 gives a script, of what ours use. */
const GLOBALS = new Set(
  'redis KEYS ARGV struct cjson cmsgpack string table math tonumber tostring type ipairs pairs pcall unpack'.split(
    ' ',
  ),
);

/** Whether the header says of an argument that keys are built from it. */
function isPrefix(text: string): boolean {
  return /what the keys of .*begin with/.test(text);
}

/** The numbers at which a script reads KEYS or ARGV, and whether it reads more than it names. */
function numbersOf(scopes: ReturnType<typeof scopesOf>, list: 'KEYS' | 'ARGV') {
  const numbers = new Set<number>();
  let others = 0;
  visit(scopes.chunk, (node) => {
    if (node.type === 'IndexExpression' && nameOf(node.base) === list) {
      if (node.index.type === 'NumericLiteral') numbers.add(node.index.value);
      else others++;
    }
    if (node.type !== 'CallExpression') return;
    const [first, from, to] = node.arguments as (Expression | undefined)[];
    if (first === undefined || nameOf(first) !== list) return;
    if (from?.type !== 'NumericLiteral' || to?.type !== 'NumericLiteral') others++;
    else for (let n = from.value; n <= to.value; n++) numbers.add(n);
  });
  return { numbers, others };
}

/** Scripts whose keys are the hashes of any number of targets, among others that are no hashes. */
const OF_MANY_TARGETS = new Set([
  'targetStates',
  'targetMarks',
  'waitingTargets',
  'choosingTargets',
]);

/** Where a script has the hashes of targets. */
function targetHashesOf(name: string, keys: readonly string[]): TargetHashes {
  if (OF_MANY_TARGETS.has(name)) return 'all';
  return new Set(keys.flatMap((key, i) => (key === 'target' ? [i + 1] : [])));
}

describe('the scripts in Redis', () => {
  it('name their keys and arguments in the header comment as they are defined', () => {
    expect(scripts.length).toBeGreaterThan(20);
    for (const { name, script, header } of scripts) {
      const said = {
        name,
        keys: header.keys,
        hasMoreKeys: header.hasMoreKeys,
        args: [...header.args].map(([at, one]) => `${at} ${one.name}`),
        hasMoreArgs: header.moreArgs !== '',
      };
      expect(said).toEqual({
        name,
        keys: script.keys,
        hasMoreKeys: script.moreKeys !== undefined,
        args: script.args.map((one, i) => `${i + 1} ${String(one)}`),
        hasMoreArgs: script.moreArgs !== undefined || script.marks === true,
      });
    }
  });

  it('use each key and argument that they name, and no other', () => {
    const wrong = scripts.flatMap(({ name, script, scopes }) => {
      return (['KEYS', 'ARGV'] as const).flatMap((list) => {
        const named = list === 'KEYS' ? script.keys.length : script.args.length;
        const hasMark = list === 'ARGV' && script.marks === true;
        const more = list === 'KEYS' ? script.moreKeys : script.moreArgs;
        const hasMore = more !== undefined || hasMark;
        const { numbers, others } = numbersOf(scopes, list);
        const unused = Array.from({ length: named }, (_, i) => i + 1).filter(
          (n) => !numbers.has(n),
        );
        const beyond = hasMore ? [] : [...numbers].filter((n) => n > named);
        const unclear = others > 0 && !hasMore ? ['of any number'] : [];
        return [...unused, ...beyond, ...unclear].map((what) => `${name}: ${list} ${what}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('touch only keys that are given, or begin with an argument that is said to be for that', () => {
    const undeclared = scripts.flatMap(({ name, header, scopes }) => {
      const numbers = [...header.args].filter(([, { text }]) => isPrefix(text)).map(([at]) => at);
      const prefixes = { numbers: new Set(numbers), more: isPrefix(header.moreArgs) };
      return undeclaredKeys(scopes, prefixes).map((where) => `${name} ${where}`);
    });
    expect(undeclared).toEqual([]);
  });

  it("name only those fields of a target's hash that its schema has", () => {
    const known = new Set<string>(TARGET_FIELDS);
    const prefixes = new Set<string>(Object.values(BRIDGE_PREFIXES));
    const named = scripts.flatMap(({ name, script, scopes }) => {
      return fieldsOfTargets(scopes, targetHashesOf(name, script.keys)).map((field) => {
        return { ...field, script: name };
      });
    });
    // The field without a name frees nothing: see when-full.lua.ts.
    const unknown = named.filter(({ name, isWhole }) => {
      return name !== '' && !(isWhole ? known : prefixes).has(name);
    });
    expect(unknown).toEqual([]);
    expect(new Set(named.map(({ name }) => name)).size).toBeGreaterThan(25);
    const ofBridges = [...prefixes].filter((prefix) => prefix !== BRIDGE_PREFIXES.terms);
    expect(ofBridges.filter((prefix) => !named.some(({ name }) => name === prefix))).toEqual([]);
  });

  it("find a forgotten bridge's fields, which no other field looks like", () => {
    const likeOnes = /^[a-zA-Z]+:/;
    expect(Object.values(BRIDGE_PREFIXES).filter((one) => !/^[a-z]+:$/.test(one))).toEqual([]);
    expect(TARGET_FIELDS.filter((field) => likeOnes.test(field))).toEqual([]);
  });

  it('count drops by the reasons that there are', () => {
    const reasons = new Set<string>(DROP_REASONS.map(({ reason }) => reason));
    const kinds = new Set<string>(DROP_REASONS.map(({ kind }) => `${kind}_`));
    const counted = scripts.flatMap(({ script }) => [
      ...script.lua.matchAll(/(?:drop\(|dropped:)'?([a-z_]+)'( \.\.)?/g),
    ]);
    expect(counted.length).toBeGreaterThan(5);
    const unknown = counted.filter(([, name, more]) => {
      return !(more === undefined ? reasons : kinds).has(name!);
    });
    expect(unknown.map(([text]) => text)).toEqual([]);
  });

  it("use no global but Redis's", () => {
    const strange = scripts.flatMap(({ name, scopes }) => {
      const globals = scopes.globals.filter((one) => !GLOBALS.has(one.name));
      return globals.map((one) => `${name} line ${one.line}: ${one.name}`);
    });
    expect(strange).toEqual([]);
  });

  it('have no unused local', async () => {
    const parts = await sharedParts();
    const unread = new Map<string, boolean>();
    for (const { name, script, scopes } of scripts) {
      for (const local of scopes.locals) {
        if (local.name === '_') continue;
        // What several scripts share is read by some of them.
        const part = parts.find((one) => {
          const from = script.lua.indexOf(one);
          return from !== -1 && local.at >= from && local.at < from + one.length;
        });
        const at = part === undefined ? `${name} line ${local.line}` : `shared ${local.name}`;
        const key = `${at}: ${local.name}`;
        unread.set(key, (unread.get(key) ?? true) && local.reads === 0);
      }
    }
    expect([...unread].filter(([, isUnread]) => isUnread).map(([where]) => where)).toEqual([]);
  });
});

/** The fields of the first key, of which some are written with what follows. */
function fieldsIn(lua: string): string[] {
  const found = fieldsOfTargets(scopesOf(lua), new Set([1]));
  return found.map(({ name, isWhole }) => (isWhole ? name : `${name}…`)).sort();
}

function call(words: string): string {
  return `redis.call(${words})`;
}

describe('the lint of the scripts', () => {
  const none = { numbers: new Set<number>(), more: false };
  const keysIn = (lua: string, numbers: number[] = []): string[] => {
    return undeclaredKeys(scopesOf(lua), { ...none, numbers: new Set(numbers) });
  };

  it('finds a key that is made up, or is an argument', () => {
    expect(keysIn("redis.call('GET', 'relay:x')")).toEqual(['line 1: GET']);
    expect(keysIn("local key = KEYS[1]\nkey = ARGV[1]\nredis.call('GET', key)")).toEqual([
      'line 3: GET',
    ]);
    expect(keysIn("redis.call('GET', ARGV[1] .. 'x')")).toEqual(['line 1: GET']);
    expect(keysIn("redis.call('GET', ARGV[1] .. 'x')", [1])).toEqual([]);
    expect(keysIn("local function f(k) redis.call('GET', k) end f(KEYS[1]) f('x')")).toEqual([
      'line 1: GET',
    ]);
  });

  it("finds the fields of a target's hash, however they get there", () => {
    expect(fieldsIn(call("'HGET', KEYS[1], 'a'"))).toEqual(['a']);
    expect(fieldsIn(call("'HGET', KEYS[2], 'a'"))).toEqual([]);
    expect(fieldsIn(`local t = KEYS[1] ${call("'HSET', t, 'a:' .. x, 'b', 'c', 'd'")}`)).toEqual([
      'a:…',
      'c',
    ]);
    const inTable = "local kept = {'a', 'b', 'c' .. x, 1}";
    expect(fieldsIn(`${inTable} ${call("'HSET', KEYS[1], unpack(kept)")}`)).toEqual(['a', 'c…']);
    expect(fieldsIn("local function keep(f) end keep('a')")).toEqual(['a']);
    const loop = `for _, f in ipairs({'a', 'b'}) do ${call("'HGET', KEYS[1], f")} end`;
    expect(fieldsIn(loop)).toEqual(['a', 'b']);
    const given = `local function w(h, gone) ${call("'HDEL', h, unpack(gone)")} end`;
    expect(fieldsIn(`${given} w(KEYS[1], x and {'a'} or {'b'})`)).toEqual(['a', 'b']);
  });

  it('finds a global, and an unused local', () => {
    const { globals, locals } = scopesOf('local a, b = 1, 2\na = b\ncount = 3');
    expect(globals.map(({ name }) => name)).toEqual(['count']);
    expect(locals.filter(({ reads }) => reads === 0).map(({ name }) => name)).toEqual(['a']);
  });
});
