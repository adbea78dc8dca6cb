import type { BridgeConfig } from '#config';
import type { SourceSurroundings } from '#platforms';
import { idScopeOf } from '../bridges/id-scope.js';
import type { Sources } from '../bridges/sources.js';
import { choiceOf } from '../choosing/choice-policies.js';
import type { BridgeTerms } from './held/bridge.js';
import type { OutboundBridge } from './connected/outbound-bridge.js';
import type { WatchLive } from './connected/live-switch.js';
import type { InboundBridge } from './pushed/push-collector.js';
import type { ProjectAccesses } from '../projects/access/project-accesses.js';
import type { ReportUrlVault } from '../projects/report-url-vault.js';
import { formatReportTerms, reportTermsOf } from '../bridges/bridge-terms.js';
import { addressesOf } from '../bridges/managed/source-addresses.js';
import { isOfThisPlace } from '../network/source-place.js';
import { targetOf } from '../bridges/target-of.js';

export type BridgeNetwork = SourceSurroundings & Pick<OutboundBridge, 'agentFor'>;

export interface BridgeKindsParts {
  readonly sources: Sources;
  /** The network of a bridge's source: for its socket, and for the requests of its protocol. */
  readonly networkOf: (bridge: BridgeConfig) => BridgeNetwork;
  readonly accesses: ProjectAccesses;
  /** Seals the report URL that a target starts from. */
  readonly vault: ReportUrlVault;
}

/**
 * Turns a bridge's configuration into the terms of its kind: the relay connects, or is pushed to.
 */
export class BridgeKinds {
  readonly #parts: BridgeKindsParts;

  constructor(parts: BridgeKindsParts) {
    this.#parts = parts;
  }

  /** Whether the source of a bridge is pushed to us. */
  isPushed({ source }: BridgeConfig): boolean {
    return this.#parts.sources.get(source.type)?.inbound !== undefined;
  }

  /** `undefined` where the source is pushed to us. */
  outbound(bridge: BridgeConfig): OutboundBridge | undefined {
    const { sources, networkOf } = this.#parts;
    const network = networkOf(bridge);
    const { type, options } = bridge.source;
    const definition = sources.get(type);
    const protocol = definition?.protocol?.(options, network);
    if (protocol === undefined) return undefined;
    const { streaks } = protocol;
    const { agentFor } = network;
    return {
      ...this.#termsOf(bridge),
      streaks,
      protocol,
      agentFor,
      overlaps: definition?.overlaps?.(options) ?? false,
      placement: bridge.placement ?? (leadsHome(bridge) ? 'here' : undefined),
      pace: definition?.connects?.(options),
      copy: bridge.redundancy === 2 ? 'first' : undefined,
      watchLive: this.#watchLiveOf(bridge),
    };
  }

  /** The second copy of a bridge that two collectors hold; `undefined` where one does. */
  second(bridge: BridgeConfig): OutboundBridge | undefined {
    if (bridge.redundancy !== 2) return undefined;
    const outbound = this.outbound(bridge);
    return outbound && { ...outbound, copy: 'second' };
  }

  /** `undefined` where the relay connects to the source. */
  inbound(bridge: BridgeConfig): InboundBridge | undefined {
    const { type, options } = bridge.source;
    const definition = this.#parts.sources.get(type);
    if (definition?.inbound === undefined) return undefined;
    const decoder = definition.decoder(options);
    const { hearing } = definition.inbound;
    return { ...this.#termsOf(bridge), streaks: decoder.streaks, decoder, hearing };
  }

  #watchLiveOf({ connect, target }: BridgeConfig): WatchLive | undefined {
    if (connect === 'always') return undefined;
    const { project, roomId, jobId, appUserId } = target;
    const { running } = this.#parts.accesses.of(project);
    return (heard) => {
      const hear = (jobs?: readonly { jobId: string }[]): void => {
        heard(jobs?.some((job) => jobId === 'auto' || job.jobId === jobId));
      };
      return running!.watch(roomId, hear, appUserId);
    };
  }

  #termsOf(bridge: BridgeConfig): BridgeTerms {
    const { name, source, filter, maxTextLength } = bridge;
    const target = targetOf(bridge.target);
    const { vault } = this.#parts;
    const report = formatReportTerms(reportTermsOf(bridge), target, vault, Date.now());
    const choice = choiceOf(bridge);
    const idScope = idScopeOf(source);
    return { name, target, idScope, filter, maxTextLength, choice, report };
  }
}

/** Whether an address that the bridge names is one of this machine or network. */
function leadsHome(bridge: BridgeConfig): boolean {
  return addressesOf(bridge).some(({ url }) => isOfThisPlace(url.hostname));
}
