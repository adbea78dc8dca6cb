import type { CallExpression, Expression } from 'luaparse';
import { redisCalls, visit } from './lua-keys.js';
import { nameOf, type LuaScopes } from './lua-scopes.js';

/** A field of a hash that a script names: its whole name, or what its name begins with. */
export interface NamedField {
  readonly name: string;
  readonly isWhole: boolean;
  readonly line: number;
}

/** Which of KEYS are hashes of targets: numbers from 1, or all. */
export type TargetHashes = ReadonlySet<number> | 'all';

/** The function of a script that collects fields of the target, each as its first argument. */
const COLLECTS = 'keep';

/** The fields that a script names in its calls on the hashes of targets. */
export function fieldsOfTargets(scopes: LuaScopes, hashes: TargetHashes): NamedField[] {
  const reader = new FieldReader(scopes, hashes);
  const found = redisCalls(scopes.chunk).flatMap((call) => reader.ofCommand(call));
  visit(scopes.chunk, (node) => {
    if (node.type !== 'CallExpression' || nameOf(node.base) !== COLLECTS) return;
    found.push(...reader.named(node.arguments[0]!, false));
  });
  return found;
}

class FieldReader {
  readonly #scopes: LuaScopes;
  readonly #hashes: TargetHashes;

  constructor(scopes: LuaScopes, hashes: TargetHashes) {
    this.#scopes = scopes;
    this.#hashes = hashes;
  }

  ofCommand({ arguments: [command, key, ...fields] }: CallExpression): NamedField[] {
    const name = command?.type === 'StringLiteral' ? command.raw.slice(1, -1) : '';
    if (!name.startsWith('H') || key === undefined || !this.#isTarget(key)) return [];
    const named = name === 'HMGET' || name === 'HDEL' ? fields : fields.slice(0, 1);
    if (name !== 'HSET') return named.flatMap((one) => this.named(one, false));
    return fields.flatMap((one, i) => (i % 2 === 0 ? this.named(one, true) : []));
  }

  #isTarget(key: Expression): boolean {
    if (key.type === 'IndexExpression' && nameOf(key.base) === 'KEYS') {
      if (this.#hashes === 'all') return true;
      return key.index.type === 'NumericLiteral' && this.#hashes.has(key.index.value);
    }
    if (key.type !== 'Identifier') return false;
    const local = this.#scopes.meaning.get(key);
    return (local?.values ?? []).some((value) => {
      if (value.kind === 'expression') return this.#isTarget(value.expression);
      if (value.kind === 'element') return this.#hashes === 'all' && nameOf(value.list) === 'KEYS';
      // Several names get KEYS from the first on: that of the target is always called so.
      return value.kind === 'unpacked' && nameOf(value.list) === 'KEYS' && key.name === 'target';
    });
  }

  /**
   * The fields that an expression may hold.
   * @param inPairs whether every second of a table is a value.
   */
  named(one: Expression, inPairs: boolean): NamedField[] {
    const line = one.loc!.start.line;
    if (one.type === 'StringLiteral') return [{ name: one.raw.slice(1, -1), isWhole: true, line }];
    if (one.type === 'BinaryExpression') {
      return this.named(one.left, inPairs).map((field) => ({ ...field, isWhole: false }));
    }
    if (one.type === 'LogicalExpression') {
      return [one.left, one.right].flatMap((side) => this.named(side, inPairs));
    }
    if (one.type === 'TableConstructorExpression') {
      const values = one.fields.map(({ value }) => value);
      return values.flatMap((value, i) => (inPairs && i % 2 > 0 ? [] : this.named(value, false)));
    }
    if (one.type === 'CallExpression') {
      const [list] = one.arguments;
      return nameOf(one.base) === 'unpack' && list !== undefined ? this.named(list, inPairs) : [];
    }
    if (one.type !== 'Identifier') return [];
    const values = this.#scopes.meaning.get(one)?.values ?? [];
    return values.flatMap((value) => {
      if (value.kind === 'expression') return this.named(value.expression, inPairs);
      return value.kind === 'element' ? this.named(value.list, false) : [];
    });
  }
}
