import type { BridgeConfig } from '#config';
import type { SourceDefinition, SourceSurroundings } from '#platforms';
import type { BridgeTerms } from '../collector/bridge.js';
import type { OutboundBridge } from '../collector/connected-source.js';
import type { WatchLive } from '../collector/live-switch.js';
import type { InboundBridge } from '../ingest/push-collector.js';
import type { ProjectAccesses } from '../projects/project-accesses.js';
import { targetOf } from '../reporter/build-projects.js';

export interface BridgeKindsParts {
  readonly sources: ReadonlyMap<string, SourceDefinition>;
  /** What a protocol has besides its socket. */
  readonly surroundings: SourceSurroundings;
  readonly accesses: ProjectAccesses;
}

/** Makes of a bridge's configuration what collects of it: the relay connects, or is pushed to. */
export class BridgeKinds {
  readonly #parts: BridgeKindsParts;

  constructor(parts: BridgeKindsParts) {
    this.#parts = parts;
  }

  /** `undefined` where the source is pushed to us. */
  outbound(bridge: BridgeConfig): OutboundBridge | undefined {
    const { sources, surroundings } = this.#parts;
    const { type, options } = bridge.source;
    const protocol = sources.get(type)?.protocol?.(options, surroundings);
    if (protocol === undefined) return undefined;
    const { streaks } = protocol;
    return { ...termsOf(bridge), streaks, protocol, watchLive: this.#watchLiveOf(bridge) };
  }

  /** `undefined` where the relay connects to the source. */
  inbound(bridge: BridgeConfig): InboundBridge | undefined {
    const { type, options } = bridge.source;
    const definition = this.#parts.sources.get(type);
    if (definition?.inbound === undefined) return undefined;
    const decoder = definition.decoder(options);
    return { ...termsOf(bridge), streaks: decoder.streaks, decoder };
  }

  #watchLiveOf({ connect, target }: BridgeConfig): WatchLive | undefined {
    if (connect === 'always') return undefined;
    const { project, roomId, jobId, appUserId } = target;
    const { running } = this.#parts.accesses.of(project);
    return (heard) => {
      const hear = (jobs: readonly { jobId: string }[]): void => {
        heard(jobs.some((job) => jobId === 'auto' || job.jobId === jobId));
      };
      return running!.watch(roomId, hear, appUserId);
    };
  }
}

function termsOf({ name, source, target, filter, maxTextLength }: BridgeConfig): BridgeTerms {
  return { name, target: targetOf(target), idScope: source.type, filter, maxTextLength };
}
