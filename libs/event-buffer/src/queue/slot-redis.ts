import { AbstractConnector, type Cluster, Redis, type RedisOptions } from 'ioredis';
import { connect as connectTcp, Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { keySlot } from '../redis/key-slot.js';

/** The node does not have the key any more, or is no master any more: the slot has moved. */
const MOVED_ON = /^(?:MOVED|ASK|UNBLOCKED) /u;

/** The masters that a cluster's connection knows, by slot. ioredis keeps them for itself. */
interface KnownSlots {
  readonly slots: readonly (readonly string[] | undefined)[];
}

/**
 * Opens one plain connection to the master of a cluster that has the slot of a key, and to its
 * successor once it has died: the address is looked up at each attempt. A worker waits on it for
 * jobs. On a cluster's connection it might wait for ever: if a node dies during a blocking call,
 * BullMQ and ioredis both reconnect, and each ends what the other waits for (bullmq#4138).
 * @param cluster a connection whose commands keep its view of the slots up to date.
 */
export function openSlotRedis(cluster: Cluster, key: string, options: RedisOptions): Redis {
  const slot = keySlot(key);
  // ioredis has it, but not in its types.
  const master = (): string | undefined => (cluster as unknown as KnownSlots).slots[slot]?.[0];
  return new Redis({
    ...options,
    replyMapping: 'legacy',
    // 2: it is asked again there, and nobody is told.
    reconnectOnError: (error: Error) => (MOVED_ON.test(error.message) ? 2 : false),
    Connector: class extends SlotConnector {
      constructor(given: unknown) {
        super(given as RedisOptions, master);
      }
    },
  });
}

abstract class SlotConnector extends AbstractConnector {
  readonly #tls: ConnectionOptions | undefined;
  readonly #master: () => string | undefined;

  constructor(options: RedisOptions, master: () => string | undefined) {
    super(options.disconnectTimeout!);
    this.#tls = options.tls;
    this.#master = master;
  }

  // ioredis does not retry if this rejects, so a failure is a connection that closes.
  async connect(): Promise<Socket> {
    this.connecting = true;
    const stream = this.#open();
    this.stream = stream;
    stream.once('error', (error: Error) => {
      this.firstError = error;
    });
    return stream;
  }

  #open(): Socket {
    const master = this.#master();
    // As at each start. What is wrong with the cluster, its own connection tells.
    if (master === undefined) return new Socket().destroy();
    const colon = master.lastIndexOf(':');
    const address = { host: master.slice(0, colon), port: Number(master.slice(colon + 1)) };
    return this.#tls === undefined ? connectTcp(address) : connectTls({ ...this.#tls, ...address });
  }
}
