import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  type Append,
  BufferKeys,
  connectBufferRedis,
  Drain,
  LedgerReader,
} from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { comments, entriesOf, limitsOf, TARGET, textsOf } from '../support/buffer-rig.js';
import { RedisLink } from '../support/redis-link.js';

/** A master and its replica, and a relay's connection, which a failover leads from one to the other. */
class Pair {
  readonly keys = new BufferKeys(uniquePrefix());
  readonly redis: ReturnType<typeof connectBufferRedis>;
  readonly ledger: LedgerReader;
  #number = 0;

  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    private readonly link: RedisLink,
    /** Between the two. */
    readonly replication: RedisLink,
  ) {
    this.redis = connectBufferRedis(link.address, () => {});
    this.ledger = new LedgerReader(this.redis, this.keys);
  }

  static async with(use: (pair: Pair) => Promise<void>): Promise<void> {
    const settings = { 'repl-diskless-sync-delay': '0', 'repl-ping-replica-period': '1' };
    const master = await RedisServer.start({ aof: true, settings });
    const replica = await RedisServer.start({ aof: true, settings });
    const link = await RedisLink.open(master);
    const replication = await RedisLink.open(master);
    const pair = new Pair(master, replica, link, replication);
    try {
      await once(pair.redis, 'ready');
      await tellRedis(replica, 'replicaof', '127.0.0.1', String(replication.port));
      await eventually(async () => (await pair.redis.wait(1, 100)) === 1, 'the replica follows');
      await use(pair);
    } finally {
      pair.redis.disconnect();
      await Promise.all([link.cut(), replication.cut()]);
      await Promise.all([master.stop(), replica.stop()]);
    }
  }

  appendOf(count: number, name: string): Append {
    const entries = entriesOf('main', comments(count, name));
    const number = ++this.#number;
    return { target: TARGET, bridge: 'main', epoch: 1, number, entries, dropped: new Map() };
  }

  async append(append: Append, waitReplicas = 0): Promise<void> {
    const appender = new Appender(this.redis, this.keys, APPEND_LIMITS_DEFAULT, waitReplicas);
    await appender.register({ target: TARGET, bridge: 'main' });
    await appender.append(append);
  }

  /** The master is gone for good; the replica takes its place. */
  async failOver(): Promise<void> {
    await this.master.kill();
    await tellRedis(this.replica, 'replicaof', 'no', 'one');
    this.link.leadTo(this.replica);
    // The master is gone: whoever answers is the replica.
    const answers = async () => (await this.redis.ping().catch(() => '')) === 'PONG';
    await eventually(answers, 'the replica answers');
  }

  /** Reports what waits; returns the texts, in order. */
  async report(): Promise<string[]> {
    const drain = await Drain.begin(this.redis, this.keys, TARGET, 'job');
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(1000));
    assert(await drain.settle(batch, true));
    return textsOf(batch);
  }

  async row() {
    const [row] = await this.ledger.rowsOf(TARGET);
    assert.equal(row!.unaccounted, 0, 'The ledger does not balance.');
    const { received, reported, waiting } = row!;
    return { received, reported, waiting };
  }
}

function texts(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}${i}`);
}

describe('a failover to a replica', () => {
  it('may lose events that the replica lacked; the others stay in order, and the ledger balances', async () => {
    await Pair.with(async (pair) => {
      await pair.append(pair.appendOf(3, 'a'), 1);
      await pair.replication.cut();
      await pair.append(pair.appendOf(3, 'b'));
      await pair.failOver();
      expect(await pair.row()).toEqual({ received: 3, reported: 0, waiting: 3 });
      // A number that the new master has not seen is applied, as ever.
      await pair.append(pair.appendOf(3, 'c'));
      expect(await pair.report()).toEqual([...texts('a', 3), ...texts('c', 3)]);
      expect(await pair.row()).toEqual({ received: 6, reported: 6, waiting: 0 });
    });
  });

  it('a failover loses nothing that was appended where the replica is waited for', async () => {
    await Pair.with(async (pair) => {
      await pair.append(pair.appendOf(3, 'a'), 1);
      await pair.replication.cut();
      const unconfirmed = pair.appendOf(3, 'b');
      // So the collector keeps it, and repeats it until somebody takes it.
      await expect(pair.append(unconfirmed, 1)).rejects.toThrow('replicas confirmed');
      await pair.failOver();
      await pair.append(unconfirmed);
      await pair.append(unconfirmed);
      expect(await pair.report()).toEqual([...texts('a', 3), ...texts('b', 3)]);
      expect(await pair.row()).toEqual({ received: 6, reported: 6, waiting: 0 });
    });
  });

  it('may repeat reports of its last seconds, in order', async () => {
    await Pair.with(async (pair) => {
      await pair.append(pair.appendOf(3, 'a'), 1);
      await pair.replication.cut();
      expect(await pair.report()).toEqual(texts('a', 3));
      await pair.failOver();
      expect(await pair.report()).toEqual(texts('a', 3));
      expect(await pair.row()).toEqual({ received: 3, reported: 3, waiting: 0 });
    });
  });
});
