import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Tells of each client socket that this process makes. */
const MADE = 'net.client.socket';

interface Connected {
  readonly socket: Socket;
  /** Where it comes from, as the server sees it. */
  readonly port: number;
  /** Those that were open when it connected. */
  readonly beside: readonly Connected[];
}

/**
 * The sockets that this process has open to a port, counted where they are opened and closed. The
 * server reads of a close only later: on a busy machine perhaps after the next socket has come.
 */
export class ClientSockets {
  readonly #all: Connected[] = [];
  #isOver = false;
  readonly #made = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => {
      // Another test's socket may be on its way as this one ends.
      if (!this.#isOver && socket.remotePort === this.port()) this.#connected(socket);
    });
  };

  constructor(private readonly port: () => number) {
    subscribe(MADE, this.#made);
  }

  /**
   * The largest number of them at the same time.
   * @param counts which of them count, by the port that they come from: others ask the server's API, for instance.
   */
  most(counts: (port: number) => boolean = () => true): number {
    const those = this.#all.filter(({ port }) => counts(port));
    const besides = those.map(({ beside }) => beside.filter(({ port }) => counts(port)).length);
    return Math.max(0, ...besides.map((others) => others + 1));
  }

  /** Counts no more. */
  stop(): void {
    this.#isOver = true;
    unsubscribe(MADE, this.#made);
  }

  #connected(socket: Socket): void {
    const beside = this.#all.filter((one) => !one.socket.destroyed);
    this.#all.push({ socket, port: socket.localPort!, beside });
  }
}
