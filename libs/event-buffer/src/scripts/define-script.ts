import type { Cluster, Redis } from 'ioredis';
import { nextMark } from '../targets/change-mark.js';
import { packedList } from './packed-lists.js';

/** A value that Redis accepts as an argument. */
export type Argument = string | number | Buffer;

type FieldOf<Call, Value> = {
  [Name in keyof Call]-?: Call[Name] extends Value ? Name : never;
}[keyof Call];

/** A script, and how a call becomes its KEYS and ARGV. Only this module counts positions. */
export interface ScriptDefinition<Call> {
  readonly lua: string;
  /** The fields of a call that are its keys, in the order of KEYS. */
  readonly keys: readonly FieldOf<Call, string>[];
  /** The variable number of keys after those. */
  readonly moreKeys?: (call: Call) => readonly string[];
  /** The fields of a call that are its arguments, in the order of ARGV. */
  readonly args: readonly FieldOf<Call, Argument>[];
  /** The variable number of arguments after those. */
  readonly moreArgs?: (call: Call) => readonly Argument[];
  /** Whether it writes nothing, so that Redis also runs it when it is full. */
  readonly readOnly?: true;
  /** Whether its answer holds bytes instead of strings. */
  readonly answersBytes?: true;
  /**
   * Whether it changes anything that a status shows of a target: it then gets a new mark
   * (mark.lua.ts).
   */
  readonly marks?: true;
  /**
   * Whether its arguments go packed into one, which it unpacks: for those that have many. A client
   * takes longer for many small arguments than for what they hold.
   */
  readonly packs?: true;
}

/** The script finds its arguments where it would without packing. */
const UNPACKS = `
local ARGV = cmsgpack.unpack(ARGV[1])
`;

export interface Script<Call, Answer> extends ScriptDefinition<Call> {
  /** Never present: it only carries the type. */
  readonly answer?: Answer;
}

/**
 * Defines a script beside its Lua. A call is an object, so that no caller can pass its arguments in
 * a wrong order. The header comment of the Lua names the same keys and arguments in the same order.
 */
export function defineScript<Call, Answer>(
  definition: ScriptDefinition<Call>,
): Script<Call, Answer> {
  const { packs = false, lua } = definition;
  return packs ? { ...definition, lua: UNPACKS + lua } : definition;
}

/** A connection's methods for some scripts, each of the script's name. */
export type Scripted<Scripts> = {
  [Name in keyof Scripts]: Scripts[Name] extends Script<infer Call, infer Answer>
    ? (call: Call) => Promise<Answer>
    : never;
};

type Command = (keyCount: number, ...keysAndArguments: Argument[]) => Promise<unknown>;

/** Adds a method for each script to a connection. */
export function teachScripts<Connection extends Redis | Cluster, Scripts extends object>(
  redis: Connection,
  scripts: Scripts,
): Connection & Scripted<Scripts> {
  // The methods that `defineCommand` adds have no type.
  const commands = redis as unknown as Record<string, Command>;
  for (const [name, script] of Object.entries(scripts) as [string, Script<object, unknown>][]) {
    const { lua, readOnly = false, answersBytes = false, marks = false, packs = false } = script;
    redis.defineCommand(name, { lua, readOnly });
    const command = commands[answersBytes ? `${name}Buffer` : name]!.bind(redis);
    const taught = async (call: object): Promise<unknown> => {
      const given: Argument[] = [];
      addKeys(script, call, given);
      const keyCount = given.length;
      const args = packs ? [] : given;
      addArguments(script, call, args);
      if (marks) args.push(nextMark());
      if (packs) given.push(packedList(args));
      return command(keyCount, ...given);
    };
    Object.assign(redis, { [name]: taught });
  }
  return redis as Connection & Scripted<Scripts>;
}

/** Adds the keys of a call to those that are `given`. */
export function addKeys<Call>(
  { keys, moreKeys }: ScriptDefinition<Call>,
  call: Call,
  given: Argument[],
): void {
  for (const name of keys) given.push(call[name] as string);
  if (moreKeys !== undefined) for (const key of moreKeys(call)) given.push(key);
}

/** Adds the arguments of a call to those that are `given`. */
export function addArguments<Call>(
  { args, moreArgs }: ScriptDefinition<Call>,
  call: Call,
  given: Argument[],
): void {
  for (const name of args) given.push(call[name] as Argument);
  if (moreArgs !== undefined) for (const argument of moreArgs(call)) given.push(argument);
}
