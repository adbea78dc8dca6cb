import type { ConnectPace } from '#platforms';
import type { ConnectionOptions, SourceProtocol } from '#source';
import type { BridgeTerms } from '../held/bridge.js';
import type { WatchLive } from './live-switch.js';

/** A bridge whose source the relay connects to. */
export interface OutboundBridge extends BridgeTerms {
  readonly protocol: SourceProtocol;
  /** Its own proxy agent, where it has one. */
  readonly agentFor?: ConnectionOptions['agentFor'] | undefined;
  /** Whether two connections may be open to the same room for a moment: all that both tell has ids. */
  readonly overlaps?: boolean | undefined;
  /** How often its platform lets its account connect, where that is known. */
  readonly pace?: ConnectPace | undefined;
  /** Which collectors may hold it, where that is known before it connects. */
  readonly placement?: 'here' | 'anywhere' | undefined;
  /** Tells whether the room has a live job; present where the source is connected only then. */
  readonly watchLive?: WatchLive | undefined;
}
