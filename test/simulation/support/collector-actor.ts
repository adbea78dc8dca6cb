import { Appender, ChunkBuilder, IdHasher, type BufferRedis, type NewEntry } from '#event-buffer';
import type { LiveEvent } from '#live-event';
import { markText } from './oracle.js';
import { TargetWaker } from '../../../apps/relay/src/buffer/target-waker.js';
import type { ReportJobs } from './report-jobs.js';
import { KEYS } from './reporter-actor.js';
import type { VirtualProcess } from './virtual-process.js';

export interface ChatPlan {
  readonly bridge: string;
  readonly target: string;
  /** The number of events, and the probability that MetaStudio refuses one. */
  readonly events: number;
  readonly poison: number;
  /** The longest pause between two chunks, in ms. */
  readonly pauseMs: number;
  readonly chunkMax: number;
  readonly eventsMax: number;
  /** The terms of reports that the collector registers for the bridge. */
  readonly report?: string;
}

/**
 * The state that all collectors share: the serials of events, and the lease epoch of each bridge.
 */
export interface Chats {
  serial: number;
  readonly epochs: Map<string, number>;
  /** Events of each bridge that are still to come. */
  readonly left: Map<string, number>;
}

const HASHER = new IdHasher('salt', 'test');
const TYPES = ['comment', 'comment', 'gift', 'like', 'enter', 'viewers', 'follow'] as const;

/**
 * A collector that holds one bridge: it appends the events of the chat, repeats appends without an
 * answer, and wakes the target. When it is killed or suspended, another takes over the bridge.
 */
export class CollectorActor {
  readonly #epoch: number;
  readonly #waker: TargetWaker;
  #number = 0;

  private constructor(
    private readonly process: VirtualProcess,
    private readonly redis: BufferRedis,
    jobs: ReportJobs,
    private readonly plan: ChatPlan,
    private readonly chats: Chats,
  ) {
    this.#epoch = (chats.epochs.get(plan.bridge) ?? 0) + 1;
    chats.epochs.set(plan.bridge, this.#epoch);
    const queue = {
      wake: async (target: string) => process.ask(() => jobs.add(target)),
      promote: async (id: string) => process.ask(() => jobs.promote(id)),
    };
    this.#waker = new TargetWaker({ redis, keys: KEYS, queue, onError: () => {} });
  }

  /** Runs until the chat is over, its process dies or another holds the bridge. */
  static start(
    process: VirtualProcess,
    redis: BufferRedis,
    jobs: ReportJobs,
    plan: ChatPlan,
    chats: Chats,
  ): void {
    void new CollectorActor(process, redis, jobs, plan, chats).#run();
  }

  async #run(): Promise<void> {
    const { process, plan, chats } = this;
    const { eventsMax, bridge, target, report } = plan;
    const limits = { eventsMax, dedupeWindowMs: 600_000, dedupeIdsMax: 200_000 };
    const appender = new Appender(this.redis, KEYS, limits);
    for (let known = false; !known;) {
      known = await appender.register({ target, bridge, terms: report }).then(
        () => true,
        () => false,
      );
    }
    while ((chats.left.get(bridge) ?? 0) > 0) {
      await process.sleep(process.chance.between(0, plan.pauseMs));
      const left = chats.left.get(bridge) ?? 0;
      const entry = this.#chunk(Math.min(left, process.chance.between(1, plan.chunkMax)));
      if (!(await this.#append(appender, entry))) return;
    }
  }

  #chunk(events: number): NewEntry {
    const { process, plan, chats } = this;
    const chunk = new ChunkBuilder(plan.bridge, HASHER);
    for (let i = 0; i < events && !chunk.isFull; i++) {
      chunk.add(this.#event(), process.world.now);
    }
    chats.left.set(plan.bridge, (chats.left.get(plan.bridge) ?? 0) - chunk.count);
    return chunk.take();
  }

  #event(): LiveEvent {
    const { process, plan, chats } = this;
    const { chance } = process;
    const serial = chats.serial++;
    const type = chance.of(TYPES);
    if (type === 'viewers') return { type, numberOfViewers: serial };
    const name = markText(serial, chance, plan.poison);
    const user = { userId: 'x_1', name, level: 0, badge: '', badgeLevel: 0 };
    const id = `id-${serial}`;
    if (type === 'comment') return { type, user, id, text: 'hello' };
    const gift = { giftName: 'Rose', giftNum: 1, totalValue: 1, giftValue: 1 };
    return type === 'gift' ? { type, user, gift, id } : { type, user, id };
  }

  /** @returns `false` when another holds the bridge by now. */
  async #append(appender: Appender, entry: NewEntry): Promise<boolean> {
    const { process, plan } = this;
    const { target, bridge } = plan;
    const number = ++this.#number;
    const append = { target, bridge, epoch: this.#epoch, number, entries: [entry] };
    for (;;) {
      try {
        const outcome = await appender.append({ ...append, dropped: new Map() });
        if (outcome.kind === 'stale') return false;
        // Not awaited, since others append meanwhile. If the wake is lost, the sweep makes up for
        // it.
        void this.#waker.grew(target, outcome);
        return true;
      } catch {
        await process.sleep(process.chance.between(50, 1000));
      }
    }
  }
}
