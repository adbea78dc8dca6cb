import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Tells of each client socket that this process makes. */
const MADE = 'net.client.socket';

/**
 * The sockets that this process has open to a port, counted where they are opened and closed. The
 * server reads of a close only later: on a busy machine perhaps after the next socket has come.
 */
export class ClientSockets {
  /** The largest number of them at the same time. */
  most = 0;
  #open: Socket[] = [];
  readonly #made = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => {
      if (socket.remotePort === this.port()) this.#connected(socket);
    });
  };

  constructor(private readonly port: () => number) {
    subscribe(MADE, this.#made);
  }

  /** Counts no more. */
  stop(): void {
    unsubscribe(MADE, this.#made);
  }

  #connected(socket: Socket): void {
    this.#open = [...this.#open.filter(({ destroyed }) => !destroyed), socket];
    this.most = Math.max(this.most, this.#open.length);
  }
}
