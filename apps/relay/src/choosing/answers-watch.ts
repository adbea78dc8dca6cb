import { targetAddressOf, type TargetTable } from '#event-buffer';
import type { ManagementClient } from '#metastudio';
import type { BridgeChanges, BridgeHost } from '../bridges/bridge-host.js';
import { choiceOf } from './choice-policies.js';
import { formatAnswers, parseAnswers } from './human-pace.js';

export interface AnswersWatchParts {
  readonly targets: TargetTable;
  /** The management calls of a project; `undefined` where it has no auth. */
  readonly clientOf: (project: string) => ManagementClient | undefined;
  readonly everyMs?: number | undefined;
}

const ASK_EVERY_MS = 2000;
/** So many targets of a project are asked about at a time: MetaStudio publishes no limit. */
const ASKED_AT_ONCE_MAX = 10;
/** A project that does not answer is left alone for so long. */
const REST_MS = 30_000;
const SPEAKING_MS_MIN = 1000;
const SPEAKING_MS_MAX = 60_000;

interface Heard {
  readonly count: number;
  /** When an answer was last seen to be over. */
  readonly overAt: number;
  readonly speakingMs: number;
}

/**
 * Asks MetaStudio how many answers of the targets whose pace is the human's wait to be spoken, and
 * writes it down for whoever chooses. Any reporter may; what another has just asked is not asked
 * again. Where it cannot be asked the choice goes by how long answers usually take.
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListInsertCommands.html
 */
export class AnswersWatch implements BridgeHost {
  readonly #parts: AnswersWatchParts;
  /** The target of each bridge whose pace is the human's. */
  readonly #bridges = new Map<string, string>();
  readonly #heard = new Map<string, Heard>();
  readonly #restsUntil = new Map<string, number>();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  constructor(parts: AnswersWatchParts) {
    this.#parts = parts;
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    for (const { config } of removed) this.#bridges.delete(config.name);
    for (const { config } of [...changed.map(({ after }) => after), ...added]) {
      const choice = choiceOf(config);
      if (choice?.policy.comments?.pace === 'human') this.#bridges.set(config.name, choice.target);
      else this.#bridges.delete(config.name);
    }
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (!this.#isAsking) void this.#ask();
    }, this.#parts.everyMs ?? ASK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: what is not known is not written down. */
  async #ask(): Promise<void> {
    const targets = [...new Set(this.#bridges.values())];
    if (targets.length === 0) return;
    // In turns, where there are more than may be asked about at a time.
    const from = this.#next % targets.length;
    const some = [...targets.slice(from), ...targets.slice(0, from)].slice(0, ASKED_AT_ONCE_MAX);
    this.#next = from + some.length;
    this.#isAsking = true;
    await Promise.all(some.map(async (target) => this.#askAbout(target)));
    this.#isAsking = false;
  }

  async #askAbout(target: string): Promise<void> {
    const { targets, clientOf, everyMs = ASK_EVERY_MS } = this.#parts;
    const { project, roomId } = targetAddressOf(target);
    const client = clientOf(project);
    const now = Date.now();
    if (client === undefined || (this.#restsUntil.get(project) ?? 0) > now) return;
    try {
      const { liveJob: job, answers: known } = await targets.answers(target);
      const before = parseAnswers(known ?? '');
      const isFresh = before !== undefined && now - before.at < everyMs / 2;
      if (job === undefined || isFresh) return;
      const count = await client.countInsertCommands(roomId, job);
      if (count === undefined) return;
      const { speakingMs } = this.#hear(target, count, now);
      await targets.noteAnswers(target, formatAnswers({ count, at: now, speakingMs }));
    } catch {
      this.#restsUntil.set(project, now + REST_MS);
    }
  }

  /** How long an answer takes shows in how the queue of them grows shorter. */
  #hear(target: string, count: number, now: number): Heard {
    const before = this.#heard.get(target);
    const over = before === undefined ? 0 : Math.max(0, before.count - count);
    const { overAt = now, speakingMs = 0 } = before ?? {};
    let heard: Heard = { count, overAt: count === 0 || over > 0 ? now : overAt, speakingMs };
    if (over > 0 && overAt < now) {
      const each = (now - overAt) / over;
      const bounded = Math.min(SPEAKING_MS_MAX, Math.max(SPEAKING_MS_MIN, each));
      const learned = speakingMs === 0 ? bounded : speakingMs * 0.7 + bounded * 0.3;
      heard = { ...heard, speakingMs: learned };
    }
    this.#heard.set(target, heard);
    return heard;
  }
}
