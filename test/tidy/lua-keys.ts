import type { CallExpression, Expression, Node } from 'luaparse';
import { nameOf, type LuaLocal, type LuaScopes } from './lua-scopes.js';

/** Commands without a key. */
const KEYLESS = new Set(['TIME', 'INFO', 'PUBLISH']);
/** Commands whose first two arguments are keys. */
const TWO_KEYS = new Set(['RENAME']);

/** The arguments that are prefixes of keys: by number, from 1; `more`: all after the named ones. */
export interface KeyPrefixes {
  readonly numbers: ReadonlySet<number>;
  readonly more: boolean;
}

/** The Redis calls in a script whose key is neither one of KEYS nor begins with a prefix. */
export function undeclaredKeys(scopes: LuaScopes, prefixes: KeyPrefixes): string[] {
  const judge = new KeyJudge(scopes, prefixes);
  return redisCalls(scopes.chunk).flatMap((call) => {
    const [command, ...given] = call.arguments;
    const name = command?.type === 'StringLiteral' ? command.raw.slice(1, -1) : '';
    if (KEYLESS.has(name)) return [];
    const keys = given.slice(0, TWO_KEYS.has(name) ? 2 : 1);
    const isDeclared = name !== '' && keys.length > 0 && keys.every((key) => judge.isKey(key));
    return isDeclared ? [] : [`line ${call.loc!.start.line}: ${name}`];
  });
}

/** The calls of Redis in a script. */
export function redisCalls(node: Node): CallExpression[] {
  const found: CallExpression[] = [];
  visit(node, (one) => {
    if (one.type !== 'CallExpression' || one.base.type !== 'MemberExpression') return;
    const { base, identifier } = one.base;
    const isCall = identifier.name === 'call' || identifier.name === 'pcall';
    if (nameOf(base) === 'redis' && isCall) found.push(one);
  });
  return found;
}

/** Visits a node and every node below it. */
export function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const part of Object.values(node) as unknown[]) {
    for (const one of [part].flat()) {
      if (typeof one === 'object' && one !== null && 'type' in one) visit(one as Node, see);
    }
  }
}

class KeyJudge {
  readonly #scopes: LuaScopes;
  readonly #prefixes: KeyPrefixes;

  constructor(scopes: LuaScopes, prefixes: KeyPrefixes) {
    this.#scopes = scopes;
    this.#prefixes = prefixes;
  }

  isKey(one: Expression): boolean {
    if (one.type === 'IndexExpression') return this.#isKeyList(one.base);
    if (one.type === 'BinaryExpression') {
      return one.operator === '..' && (this.isKey(one.left) || this.#isPrefix(one.left));
    }
    if (one.type !== 'Identifier') return false;
    return this.#every(one, (value) => {
      if (value.kind === 'expression') return this.isKey(value.expression);
      return value.kind !== 'other' && this.#isKeyList(value.list);
    });
  }

  #isKeyList(list: Expression): boolean {
    if (nameOf(list) === 'KEYS') return true;
    if (list.type === 'Identifier') {
      return this.#every(list, (value) => {
        return value.kind === 'expression' && this.#isKeyList(value.expression);
      });
    }
    if (list.type !== 'TableConstructorExpression' || list.fields.length === 0) return false;
    return list.fields.every((field) => field.type === 'TableValue' && this.isKey(field.value));
  }

  #isPrefix(one: Expression): boolean {
    if (one.type === 'IndexExpression') {
      const { base, index } = one;
      if (nameOf(base) !== 'ARGV' || index.type !== 'NumericLiteral') return false;
      return this.#prefixes.numbers.has(index.value);
    }
    if (one.type !== 'Identifier') return false;
    return this.#every(one, (value) => {
      if (value.kind === 'expression') return this.#isPrefix(value.expression);
      return value.kind === 'element' && nameOf(value.list) === 'ARGV' && this.#prefixes.more;
    });
  }

  /**
   * Whether `isSuch` holds for all possible values of a local; false for a name that is no local.
   */
  #every(
    name: Expression & { readonly type: 'Identifier' },
    isSuch: (value: LuaLocal['values'][number]) => boolean,
  ): boolean {
    const values = this.#scopes.meaning.get(name)?.values ?? [];
    return values.length > 0 && values.every(isSuch);
  }
}
