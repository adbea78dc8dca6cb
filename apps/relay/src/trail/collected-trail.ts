import type { TrailConfig } from '#config';
import type { BufferKeys, BufferRedis } from '#event-buffer';
import type { Secret } from '#secret';
import { TrailedTargets, type TrailedBridge } from './trailed-targets.js';
import { TrailScribe } from './trail-words.js';
import { TrailWriter, type BridgeTrail } from './trail-writer.js';

export interface CollectedTrailParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly config: TrailConfig;
  /** Whether events of all targets are shown as they pass, by this very process. */
  readonly isShown: boolean;
  readonly stateKey: Secret<Buffer> | undefined;
  /** Of this relay's hashes. */
  readonly salt: string;
  readonly failed: (error: Error) => void;
}

/** Where events come in, and how they are told. */
export interface CollectedTrail {
  readonly writer: TrailWriter;
  /** `undefined` for a bridge of which none is kept. */
  readonly of: (bridge: TrailedBridge) => BridgeTrail | undefined;
}

/** The trail of whoever takes events in; `undefined` where it is off. */
export function collectedTrail(parts: CollectedTrailParts): CollectedTrail | undefined {
  const { redis, keys, config, isShown, stateKey, salt, failed } = parts;
  if (config.keep === 'off') return undefined;
  const scribe = new TrailScribe({ kept: config.words, stateKey, salt });
  const writer = new TrailWriter({ redis, keys, scribe, failed });
  const targets = new TrailedTargets(config.keep, isShown);
  return {
    writer,
    of: (bridge) => (targets.has(bridge) ? writer.of(bridge.target, bridge.name) : undefined),
  };
}
