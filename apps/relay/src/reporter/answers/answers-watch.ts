import {
  targetAddressOf,
  type BufferKeys,
  type BufferRedis,
  type TargetTable,
} from '#event-buffer';
import { MetaStudioCallError, type ManagementClient } from '#metastudio';
import { aboutMs } from '#timing';
import type { BridgeChanges, BridgeHost } from '../../bridges/bridge-host.js';
import { targetOf } from '../../bridges/target-of.js';
import { choiceOf } from '../../choosing/choice-policies.js';
import type { ProjectAccesses } from '../../projects/access/project-accesses.js';
import { AnswersTurn } from './answers-turn.js';
import { formatAnswers, learnAnswers, parseAnswers } from '../../answers/waiting-answers.js';

/** A project that may be asked. */
export interface AskedProject {
  readonly client: ManagementClient;
  /** The most calls a second; absent: only targets with `pace: human` are asked about. */
  readonly callsPerSecond?: number | undefined;
}

export interface AnswersWatchParts {
  readonly redis: BufferRedis;
  readonly targets: TargetTable;
  readonly keys: BufferKeys;
  /** `undefined` where the project has no auth. */
  readonly projectOf: (project: string) => AskedProject | undefined;
  /** Of all times, for tests. */
  readonly scale?: number | undefined;
}

const ASK_EVERY_MS = 2000;
/** The rate where none is configured; MetaStudio publishes no limit of this call. */
const CALLS_PER_SECOND = 5;
/** A project that does not answer, or has no such job, is not asked for about this long, in ms. */
const LEFT_MS = 30_000;

/** The targets of one project: those that are asked about in any case, and all others. */
interface AskedTargets {
  readonly urgent: readonly string[];
  readonly others: readonly string[];
}
type Asked = ReadonlyMap<string, AskedTargets>;

interface Watched {
  readonly target: string;
  /** The app user of the room, where it has one. */
  readonly appUserId: string | undefined;
  /** Whether comments are chosen by the number of its answers (`pace: human`). */
  readonly isUrgent: boolean;
}

/**
 * Asks MetaStudio how many answers of targets wait to be spoken, and writes that to Redis: for
 * choosing by `pace: human`, and for `status`. Where MetaStudio cannot be asked, choosing assumes
 * how long answers usually take.
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListInsertCommands.html
 */
export class AnswersWatch implements BridgeHost {
  readonly #parts: AnswersWatchParts;
  readonly #everyMs: number;
  readonly #turn: AnswersTurn;
  readonly #bridges = new Map<string, Watched>();
  /** What to ask about, as long as the bridges are the same. */
  #asked: Asked | undefined;
  /** By target, as the bridges say. */
  readonly #appUsers = new Map<string, string>();
  /** By project or target, on a clock that only goes forward. */
  readonly #leftUntil = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  /** The projects whose answers have not come: they hold up no other. */
  readonly #asking = new Set<string>();

  constructor(parts: AnswersWatchParts) {
    const { redis, keys, scale = 1 } = parts;
    this.#parts = parts;
    this.#everyMs = ASK_EVERY_MS * scale;
    this.#turn = new AnswersTurn(redis, keys, this.#everyMs);
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    this.#asked = undefined;
    for (const { config } of removed) this.#bridges.delete(config.name);
    for (const { config } of [...changed.map(({ before }) => before), ...removed]) {
      this.#leftUntil.delete(targetOf(config.target));
    }
    for (const { config } of [...changed.map(({ after }) => after), ...added]) {
      const isUrgent = choiceOf(config)?.policy.comments?.pace === 'human';
      const { appUserId } = config.target;
      this.#bridges.set(config.name, { target: targetOf(config.target), appUserId, isUrgent });
    }
  }

  start(): void {
    this.#timer = setInterval(() => this.#ask(), this.#everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #ask(): void {
    this.#asked ??= this.#byProject();
    for (const [name, some] of this.#asked) {
      if (this.#asking.has(name)) continue;
      this.#asking.add(name);
      void this.#askOf(name, some).then(() => this.#asking.delete(name));
    }
  }

  #byProject(): Asked {
    const isUrgent = new Map<string, boolean>();
    this.#appUsers.clear();
    for (const { target, appUserId, ...bridge } of this.#bridges.values()) {
      isUrgent.set(target, bridge.isUrgent || isUrgent.get(target) === true);
      if (appUserId !== undefined) this.#appUsers.set(target, appUserId);
    }
    const projects = new Map<string, { urgent: string[]; others: string[] }>();
    for (const [target, urgent] of isUrgent) {
      const { project } = targetAddressOf(target);
      const some = projects.get(project) ?? { urgent: [], others: [] };
      some[urgent ? 'urgent' : 'others'].push(target);
      projects.set(project, some);
    }
    return projects;
  }

  /** Never rejects: what cannot be asked is not written. */
  async #askOf(project: string, { urgent, others }: AskedTargets): Promise<void> {
    const asked = this.#parts.projectOf(project);
    if (asked === undefined || this.#isLeft(project)) return;
    const { client, callsPerSecond } = asked;
    const wanted = {
      urgent: urgent.filter((target) => !this.#isLeft(target)),
      others: callsPerSecond === undefined ? [] : others.filter((target) => !this.#isLeft(target)),
    };
    if (wanted.urgent.length + wanted.others.length === 0) return;
    const perRound = ((callsPerSecond ?? CALLS_PER_SECOND) * this.#everyMs) / 1000;
    try {
      const some = await this.#turn.take(project, wanted, Math.max(1, Math.floor(perRound)));
      await Promise.all(some.map(async (target) => this.#askAbout(target, client)));
    } catch {
      this.#leave(project);
    }
  }

  #isLeft(projectOrTarget: string): boolean {
    const until = this.#leftUntil.get(projectOrTarget);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#leftUntil.delete(projectOrTarget);
    return false;
  }

  #leave(projectOrTarget: string): void {
    this.#leftUntil.set(projectOrTarget, performance.now() + aboutMs(LEFT_MS));
  }

  async #askAbout(target: string, client: ManagementClient): Promise<void> {
    const { targets } = this.#parts;
    const { liveJob, answers: known } = await targets.answers(target);
    if (liveJob === undefined) return;
    const count = await this.#countOf(target, liveJob, client);
    if (count === undefined) return;
    const now = await targets.now();
    const counted = { count, at: now, liveJob };
    const learned = learnAnswers(parseAnswers(known ?? ''), counted, this.#parts.scale);
    await targets.noteAnswers(target, formatAnswers(learned));
  }

  async #countOf(
    target: string,
    liveJob: string,
    client: ManagementClient,
  ): Promise<number | undefined> {
    try {
      const { roomId } = targetAddressOf(target);
      const appUserId = this.#appUsers.get(target);
      return await client.countInsertCommands(roomId, liveJob, { appUserId });
    } catch (error) {
      // A job that has ended must not keep the rooms beside it from being asked about.
      if (!isOfOneJob(error)) throw error;
      this.#leave(target);
      return undefined;
    }
  }
}

function isOfOneJob(error: unknown): boolean {
  if (!(error instanceof MetaStudioCallError)) return false;
  return ['not-found', 'invalid-request', 'forbidden'].includes(error.reason);
}

/** The projects of this process that can be asked. */
export function askedProjects(
  accesses: Pick<ProjectAccesses, 'find'>,
): (project: string) => AskedProject | undefined {
  return (project) => {
    const access = accesses.find(project);
    if (access?.client === undefined) return undefined;
    const { answerChecksPerSecond: often } = access.config;
    return { client: access.client, callsPerSecond: often === 0 ? undefined : often };
  };
}
