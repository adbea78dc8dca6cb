import type { TrailConfig } from '#config';
import { secondOf, type BufferKeys, type BufferRedis } from '#event-buffer';
import type { Secret } from '#secret';
import { TrailedTargets, type TrailedBridge } from './trailed-targets.js';
import { TrailScribe } from './trail-words.js';
import { TrailWriter, type BridgeTrail } from './trail-writer.js';

export interface CollectedTrailParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly config: TrailConfig;
  /** Whether this process shows events of all targets as they pass. */
  readonly isShown: boolean;
  readonly stateKey: Secret<Buffer> | undefined;
  /** Of this relay's hashes. */
  readonly salt: string;
  readonly failed: (error: Error) => void;
}

/** The collector's part of the trail. */
export interface CollectedTrail {
  readonly writer: TrailWriter;
  /** The trail of a bridge; `undefined` where none is kept. */
  readonly of: (bridge: TrailedBridge) => KeptTrail | undefined;
}

/** The trail of a bridge, as long as it is kept. */
export interface KeptTrail extends BridgeTrail {
  /** The bridge has gone, or is given another: others may be kept in its place. */
  end(): void;
}

/** Makes the collector's part of the trail; `undefined` where trails are off. */
export function collectedTrail(parts: CollectedTrailParts): CollectedTrail | undefined {
  const { redis, keys, config, isShown, stateKey, salt, failed } = parts;
  if (config.keep === 'off') return undefined;
  const scribe = new TrailScribe({ kept: config.words, stateKey, salt });
  const writer = new TrailWriter({ redis, keys, scribe, failed });
  const targets = new TrailedTargets(config.keep, isShown);
  return {
    writer,
    of: (bridge) => {
      const end = targets.take(bridge);
      const { target, name, copy } = bridge;
      return end && { ...writer.of(target, copy === 'second' ? secondOf(name) : name), end };
    },
  };
}
