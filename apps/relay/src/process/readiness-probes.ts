import {
  readMemory,
  redisTroubleOf,
  writeProbe,
  type Appender,
  type BufferKeys,
  type BufferRedis,
  type RedisTrouble,
  type ReportQueue,
  type ReportWorker,
} from '#event-buffer';
import type { ReadinessProbe } from '../console/readiness.js';

/**
 * A job that waits this long while this process is idle shows that its consumer has stopped, in ms.
 */
const STUCK_MS = 10_000;
/** Appends that fail for this long are a problem, in ms; single ones may fail during a failover. */
const FAILING_MS = 2000;
/** How many targets are named; status has all. */
const TARGETS_NAMED = 3;

/**
 * Whether Redis takes writes: a full one, or a replica, answers and is of no use.
 *
 * @param failed called with an error. @returns what is wrong.
 */
export function redisProbe(
  redis: BufferRedis,
  keys: BufferKeys,
  process: string,
  failed: (error: Error) => RedisTrouble,
): ReadinessProbe {
  return {
    name: 'redis',
    check: async () => {
      try {
        await writeProbe(redis, keys, process);
        const policies = (await readMemory(redis)).map(({ policy }) => policy);
        const policy = policies.find((one) => one !== 'noeviction');
        if (policy === undefined) return { ok: true };
        const wayOut = 'set maxmemory-policy to noeviction';
        return { ok: false, why: `a full Redis throws events away (${policy}): ${wayOut}` };
      } catch (error) {
        return { ok: false, why: troubleText(failed(error as Error)) };
      }
    },
  };
}

/** Whether replicas have what is appended, where the configuration waits for them. */
export function replicaProbe(appender: Appender): ReadinessProbe {
  return {
    name: 'replicas',
    check: async () => {
      const why = appender.replicaShortage;
      return why === undefined
        ? { ok: true }
        : { ok: false, why: `${why} See buffer.waitReplicas.` };
    },
  };
}

/** Whether events can be appended: Redis may take other writes, but not these. */
export function appendProbe(appender: Pick<Appender, 'failing'>): ReadinessProbe {
  return {
    name: 'collector',
    check: async () => {
      const { failing } = appender;
      if (failing === undefined || failing.forMs < FAILING_MS) return { ok: true };
      const { target, targets, error, forMs } = failing;
      const others = targets === 1 ? '' : ` and ${targets - 1} more`;
      const since = Math.round(forMs / 1000);
      const what = `nothing can be appended for ${target}${others} since ${since} s`;
      return { ok: false, why: `${what}: ${troubleText(redisTroubleOf(error))}` };
    },
  };
}

/** Whether no target waits without a reporter working on it. */
export function targetsProbe(sweep: { readonly idle: readonly string[] }): ReadinessProbe {
  return {
    name: 'targets',
    check: async () => {
      const { idle } = sweep;
      if (idle.length === 0) return { ok: true };
      const named = idle.length > TARGETS_NAMED ? ' …' : '';
      const names = idle.slice(0, TARGETS_NAMED).join(', ');
      return { ok: false, why: `nobody works on ${idle.length} that wait: ${names}${named}` };
    },
  };
}

/**
 * Whether the consumer of each queue moves: BullMQ's has been known to stop for good after an
 * outage.
 */
export function consumerProbe(
  queue: Pick<ReportQueue, 'waiting'>,
  worker: Pick<ReportWorker, 'isRunning' | 'idleMs' | 'refusals'>,
): ReadinessProbe {
  return {
    name: 'reporter',
    check: async () => {
      if (!worker.isRunning) {
        // It rests for a moment after each refusal.
        const refused = worker.refusals.find((refusal) => refusal !== undefined);
        return { ok: false, why: withReason('the consumer does not run', refused) };
      }
      if (worker.idleMs.every((ms) => ms < STUCK_MS)) return { ok: true };
      const waiting = await queue.waiting();
      const { idleMs } = worker;
      const stuck = waiting.findIndex((jobs, i) => jobs > 0 && idleMs[i]! >= STUCK_MS);
      if (stuck === -1) return { ok: true };
      const where = waiting.length === 1 ? '' : ` in queue ${stuck + 1} of ${waiting.length}`;
      const what = `${waiting[stuck]} jobs wait${where} and the consumer takes none`;
      return { ok: false, why: withReason(what, worker.refusals[stuck]) };
    },
  };
}

function withReason(what: string, refusal: Error | undefined): string {
  return refusal === undefined ? what : `${what}: ${troubleText(redisTroubleOf(refusal))}`;
}

/** What is wrong with Redis, and what to do about it. */
function troubleText({ sentence, wayOut }: RedisTrouble): string {
  return wayOut === undefined ? sentence : `${sentence} ${wayOut}`;
}
