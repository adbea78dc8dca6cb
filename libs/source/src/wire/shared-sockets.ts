import { SharedSocket, type Sharing } from './shared-socket.js';
import type { SharedLine } from './shared-line.js';
import type { ConnectionOptions } from '../connection/options.js';
import type { ConnectTo } from '../source-protocol.js';
import type { OpenWire, Wire } from './wire.js';

/** One bridge's access to a socket that it may share with others. */
export interface SharedPlace {
  /** Joins an existing socket, or opens one. It waits for its turn to connect. */
  readonly open: OpenWire;
  /** Whether other lines are on the socket that this one is on, or was on last. */
  readonly hasOthers: boolean;
  /** Whether one of them has the same topic. */
  readonly hasTwin: boolean;
}

/**
 * The sockets that several bridges of one process share, since their platform allows an account
 * only a few. Each bridge has a wire of its own, which opens, pauses and closes separately; the
 * socket under it opens with the first and closes with the last.
 */
export class SharedSockets {
  /** By account: the socket that the next line joins. */
  readonly #latest = new Map<string, SharedSocket>();
  /** By account and address, if the platform moved one. */
  readonly #moved = new Map<string, SharedSocket>();

  /**
   * @param topic the topic that this line receives, besides frames without one; asked when its wire
   *   opens.
   */
  placeFor(sharing: Sharing, topic: () => string): SharedPlace {
    let line: SharedLine | undefined;
    const open: OpenWire = (to, options, listener): Wire => {
      // Each agent may note which address it uses.
      options.agentFor(to.url);
      line = this.#socketFor(to, options, sharing).join(topic(), listener);
      return line;
    };
    return {
      open,
      get hasOthers() {
        return line?.hasOthers ?? false;
      },
      get hasTwin() {
        return line?.hasTwin ?? false;
      },
    };
  }

  #socketFor(to: ConnectTo, options: ConnectionOptions, sharing: Sharing): SharedSocket {
    const { account, url } = sharing;
    const [sockets, key] =
      to.url === url ? [this.#latest, account] : [this.#moved, JSON.stringify([to.url, account])];
    const known = sockets.get(key);
    if (known?.isJoinable(options.now()) === true) return known;
    const socket = new SharedSocket(to, options, sharing, () => {
      if (sockets.get(key) === socket) sockets.delete(key);
      if (this.#latest.get(account) === socket) this.#latest.delete(account);
    });
    sockets.set(key, socket);
    // All lines go to where the platform moved the first.
    this.#latest.set(account, socket);
    return socket;
  }
}
