import type { ConnectionListener } from '#source';
import type { Bridge } from '../held/bridge.js';

/**
 * Tells a bridge when its source is connected, and passes everything on.
 *
 * @param stateChanged also called with every change of state.
 */
export function bridgeConnectionListener(
  bridge: Bridge,
  listener: ConnectionListener,
  stateChanged: () => void,
): ConnectionListener {
  return {
    stateChanged: (state) => {
      stateChanged();
      listener.stateChanged(state);
    },
    connected: () => {
      bridge.connected();
      listener.connected();
    },
    replaced: () => {
      bridge.connected();
      listener.replaced();
    },
    replaceFailed: (reason, code) => listener.replaceFailed(reason, code),
    disconnected: (reason, code) => listener.disconnected(reason, code),
    reconnecting: (delayMs) => listener.reconnecting(delayMs),
    stopFailed: (problem) => listener.stopFailed(problem),
    refused: (sentence) => listener.refused(sentence),
    received: (bytes) => listener.received(bytes),
    tooLarge: (bytes) => listener.tooLarge(bytes),
    ignored: (kind) => listener.ignored(kind),
    malformed: (problem) => listener.malformed(problem),
  };
}
