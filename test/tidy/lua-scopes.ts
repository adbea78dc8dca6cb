import luaparse from 'luaparse';
import type { Chunk, Expression, Identifier, Node, Statement } from 'luaparse';

/** A local of a Lua script: a variable, a parameter or a function. */
export interface LuaLocal {
  readonly name: string;
  readonly line: number;
  /** Where it is declared, as an offset in the script. */
  readonly at: number;
  /** How often it is read. */
  reads: number;
  /** Every value that is assigned to it, as far as that is known. */
  readonly values: LuaValue[];
}

/** A possible value of a local: an expression, an element of a list, or an argument of a call. */
export type LuaValue =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'unpacked'; readonly list: Expression }
  | { readonly kind: 'element'; readonly list: Expression }
  | { readonly kind: 'other' };

/** The local that each identifier refers to, and the names that refer to none. */
export interface LuaScopes {
  readonly chunk: Chunk;
  readonly locals: readonly LuaLocal[];
  readonly globals: readonly { readonly name: string; readonly line: number }[];
  readonly meaning: ReadonlyMap<Identifier, LuaLocal>;
}

type Scope = Map<string, LuaLocal>;
/** An identifier with its range. The parser adds ranges on request; its types lack them. */
type Ranged = Identifier & { readonly range: readonly [number, number] };
interface FunctionLocal {
  readonly local: LuaLocal;
  readonly parameters: readonly LuaLocal[];
}

/** Parses a script as Lua 5.1, like Redis, and resolves its names. */
export function scopesOf(lua: string): LuaScopes {
  const chunk = luaparse.parse(lua, { luaVersion: '5.1', locations: true, ranges: true });
  const reader = new Reader();
  reader.block(chunk.body);
  reader.bindParameters();
  return { chunk, locals: reader.locals, globals: reader.globals, meaning: reader.meaning };
}

class Reader {
  readonly locals: LuaLocal[] = [];
  readonly globals: { name: string; line: number }[] = [];
  readonly meaning = new Map<Identifier, LuaLocal>();
  readonly #scopes: Scope[] = [];
  readonly #functions: FunctionLocal[] = [];
  readonly #calls: { readonly to: LuaLocal; readonly given: readonly Expression[] }[] = [];

  block(body: readonly Statement[], declare: () => void = () => {}): void {
    this.#scopes.push(new Map());
    declare();
    for (const statement of body) this.#statement(statement);
    this.#scopes.pop();
  }

  /** Gives each parameter its possible values, once all calls are known. */
  bindParameters(): void {
    for (const { local, parameters } of this.#functions) {
      for (const { given } of this.#calls.filter(({ to }) => to === local)) {
        parameters.forEach((parameter, i) => {
          const expression = given[i];
          parameter.values.push(
            expression === undefined ? { kind: 'other' } : { kind: 'expression', expression },
          );
        });
      }
    }
  }

  #declare(identifier: Identifier, ...values: readonly LuaValue[]): LuaLocal {
    const { name } = identifier;
    const local: LuaLocal = {
      name,
      line: identifier.loc!.start.line,
      at: (identifier as Ranged).range[0],
      reads: 0,
      values: [...values],
    };
    this.locals.push(local);
    this.meaning.set(identifier, local);
    this.#scopes.at(-1)!.set(name, local);
    return local;
  }

  #statement(statement: Statement): void {
    if (statement.type === 'LocalStatement') {
      this.#all(statement.init);
      statement.variables.forEach((one, i) => this.#declare(one, valueOf(statement.init, i)));
    } else if (statement.type === 'AssignmentStatement') {
      this.#all(statement.init);
      statement.variables.forEach((one, i) => this.#assign(one, valueOf(statement.init, i)));
    } else if (statement.type === 'FunctionDeclaration') {
      this.#function(statement);
    } else if (statement.type === 'ForNumericStatement') {
      this.#all([statement.start, statement.end]);
      if (statement.step !== null) this.#read(statement.step);
      this.block(statement.body, () => this.#declare(statement.variable, { kind: 'other' }));
    } else if (statement.type === 'ForGenericStatement') {
      this.#all(statement.iterators);
      const list = listOf(statement.iterators[0]);
      this.block(statement.body, () => {
        statement.variables.forEach((one, i) => {
          const isElement = i === 1 && list !== undefined;
          this.#declare(one, isElement ? { kind: 'element', list } : { kind: 'other' });
        });
      });
    } else {
      this.#rest(statement);
    }
  }

  #assign(variable: Node, value: LuaValue): void {
    const local = variable.type === 'Identifier' ? this.#find(variable) : undefined;
    if (local === undefined) this.#read(variable);
    else local.values.push(value);
  }

  #function(node: luaparse.FunctionDeclaration): void {
    const { identifier } = node;
    const local =
      node.isLocal && identifier?.type === 'Identifier' ? this.#declare(identifier) : undefined;
    if (local === undefined && identifier !== null) this.#read(identifier);
    const parameters: LuaLocal[] = [];
    this.block(node.body, () => {
      for (const one of node.parameters) {
        if (one.type === 'Identifier') parameters.push(this.#declare(one));
      }
    });
    if (local !== undefined) this.#functions.push({ local, parameters });
  }

  #find(identifier: Identifier): LuaLocal | undefined {
    const scope = this.#scopes.findLast((one) => one.has(identifier.name));
    const local = scope?.get(identifier.name);
    if (local !== undefined) this.meaning.set(identifier, local);
    return local;
  }

  #all(expressions: readonly Expression[]): void {
    for (const one of expressions) this.#read(one);
  }

  #read(node: Node): void {
    if (node.type === 'Identifier') {
      const local = this.#find(node);
      if (local === undefined) this.globals.push({ name: node.name, line: node.loc!.start.line });
      else local.reads++;
      return;
    }
    if (node.type === 'FunctionDeclaration') return this.#function(node);
    if (node.type === 'MemberExpression') return this.#read(node.base);
    if (node.type === 'CallExpression' && node.base.type === 'Identifier') {
      const to = this.#find(node.base);
      if (to !== undefined) this.#calls.push({ to, given: node.arguments });
    }
    this.#rest(node);
  }

  /** Reads the blocks and expressions of all other kinds of nodes. */
  #rest(node: Node): void {
    for (const [name, part] of Object.entries(node) as [string, unknown][]) {
      if (name === 'loc' || name === 'range') continue;
      const isTableKey = node.type === 'TableKeyString' && name === 'key';
      if (isTableKey) continue;
      if (name === 'body') this.block(part as Statement[]);
      else if (name === 'clauses') for (const one of part as Node[]) this.#rest(one);
      else for (const one of [part].flat()) if (isNode(one)) this.#read(one);
    }
  }
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part;
}

/** The value of the i-th variable of an assignment. */
function valueOf(init: readonly Expression[], i: number): LuaValue {
  const expression = init[i];
  const last = init.at(-1);
  const isLast = i >= init.length - 1;
  if (isLast && last?.type === 'CallExpression' && nameOf(last.base) === 'unpack') {
    return { kind: 'unpacked', list: last.arguments[0]! };
  }
  return expression === undefined ? { kind: 'other' } : { kind: 'expression', expression };
}

/** The list that `ipairs` iterates over. */
function listOf(iterator: Expression | undefined): Expression | undefined {
  if (iterator?.type !== 'CallExpression' || nameOf(iterator.base) !== 'ipairs') return undefined;
  return iterator.arguments[0];
}

/** The name, if the expression is one. */
export function nameOf(expression: Expression): string | undefined {
  return expression.type === 'Identifier' ? expression.name : undefined;
}
