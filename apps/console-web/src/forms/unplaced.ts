import { keysOf, pointerOf, type Found } from './draft.js';
import { kindOf, type FieldSchema } from './field-kind.js';

/** What the picker of the room stands for. */
const OF_ROOM: ReadonlySet<string> = new Set(
  [['target'], ['target', 'project'], ['target', 'roomId']].map(pointerOf),
);

/** The problem of the room itself. */
export function roomProblem<T extends Found>(problems: readonly T[]): T | undefined {
  return problems.find(({ pointer = '' }) => OF_ROOM.has(pointer));
}

/** The problems of a bridge that no field of its form stands for, such as a limit of the platform. */
export function unplacedOf<T extends Found>(
  problems: readonly T[],
  bridge: FieldSchema,
  source: FieldSchema,
): T[] {
  return problems.filter(({ pointer = '' }) => {
    const [first, ...rest] = keysOf(pointer);
    if (first === 'source') return !hasField(source, rest, 1);
    if (first === 'target') return !OF_ROOM.has(pointer);
    return first === undefined || !hasField(bridge, [first, ...rest], 0);
  });
}

function hasField(schema: FieldSchema, keys: readonly string[], depth: number): boolean {
  const [key = '', ...rest] = keys;
  const { properties = {} } = schema;
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (own === undefined) return false;
  return kindOf(own, depth) !== 'block' || hasField(own, rest, depth + 1);
}
