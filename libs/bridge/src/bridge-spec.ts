import { canonicalJson, type PlainBlock, type PlainJson } from './plain-json.js';

/**
 * A bridge as whoever runs the relay wrote it: one element of the file's `bridges`, as plain JSON.
 * The only form of a bridge that is stored, sent or compared. A secret in it is a `${VAR}` of the
 * environment of whoever runs the bridge, or sealed. Nothing in it is checked before it is compiled.
 */
export interface BridgeSpec {
  readonly name: string;
  readonly source?: PlainJson;
  readonly target?: PlainJson;
  readonly [key: string]: PlainJson | undefined;
}

/** Whether two specs say the same, in whichever order. */
export function isSameSpec(one: BridgeSpec, other: BridgeSpec): boolean {
  if (one === other) return true;
  return canonicalJson(one as PlainBlock) === canonicalJson(other as PlainBlock);
}

/** Whether two specs have the same source. */
export function isSameSource(one: BridgeSpec, other: BridgeSpec): boolean {
  return canonicalJson(one.source) === canonicalJson(other.source);
}
