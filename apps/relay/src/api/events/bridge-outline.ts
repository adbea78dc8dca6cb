import type { BridgeRecord } from '#bridge';
import type { BridgeConfig } from '#config';
import { targetOf } from '../../bridges/target-of.js';
import type { SpecProblem } from '../../bridges/managed/spec-seal.js';
import type { BridgeOutline } from '../../status/relay-status.js';

/** A bridge to show, even if it never had an event. */
export interface ShownBridge {
  readonly record: BridgeRecord;
  readonly config: BridgeConfig | undefined;
  readonly problems: readonly SpecProblem[];
}

/** Where sources say which channel or room they read: none of these keys holds a secret. */
const PLACES = [
  'channel',
  'roomId',
  'username',
  'uniqueId',
  'videoId',
  'chatroomId',
  'session',
  'room',
];
const PLACE_LENGTH_MAX = 64;

/** Made once of each configuration, as outlines are of each record. */
const places = new WeakMap<BridgeConfig, string>();

/** The id of the target that a bridge is to report to; absent where it cannot be told. */
export function placeOf({ config }: ShownBridge): string | undefined {
  if (config === undefined) return undefined;
  let place = places.get(config);
  if (place === undefined) places.set(config, (place = targetOf(config.target)));
  return place;
}

/** One outline a record, made once: there are thousands of records, and a status is read often. */
const outlines = new WeakMap<BridgeRecord, BridgeOutline>();

/** What a page needs of a bridge's record. Holds no secret. */
export function outlineOf(one: ShownBridge): BridgeOutline {
  const known = outlines.get(one.record);
  if (known !== undefined) return known;
  const outline = newOutline(one);
  outlines.set(one.record, outline);
  return outline;
}

function newOutline({ record, problems }: ShownBridge): BridgeOutline {
  const { wanted, origin, revision, spec } = record;
  const source = blockOf(spec.source);
  const { type } = source;
  const place = PLACES.map((key) => source[key]).find((value) => isPlace(value));
  const [problem] = problems;
  return {
    platform: typeof type === 'string' ? type : '',
    ...(place === undefined ? {} : { place: String(place).slice(0, PLACE_LENGTH_MAX) }),
    wanted,
    origin,
    revision,
    ...(problem === undefined ? {} : { problem: `${problem.pointer} ${problem.detail}`.trim() }),
  };
}

function isPlace(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function blockOf(value: unknown): Readonly<Record<string, unknown>> {
  const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isBlock ? (value as Readonly<Record<string, unknown>>) : {};
}
