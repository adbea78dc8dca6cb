import { targetAddressOf, type TargetAddress, type TargetTable } from '#event-buffer';
import {
  CredentialError,
  MetaStudioCallError,
  type LiveCommand,
  type ManagementClient,
  type ReviewConfig,
  type SayWhen,
} from '#metastudio';
import { JobLister } from '../projects/live-jobs/job-lister.js';
import { clearedAnswers, formatAnswers, parseAnswers } from '../answers/waiting-answers.js';
import type { ProjectAccess } from '../projects/access/project-access.js';
import { refusalInChinese } from '../projects/refusal-in-chinese.js';

/** What calls about a target need beside its address. */
export interface TakeoverTerms {
  /** The app user of the room, where that is not the project's. */
  readonly appUserId?: string | undefined;
  readonly reviewConfig?: ReviewConfig | undefined;
}

export interface TakeoverParts {
  /** `undefined` where the configuration has no such project. */
  readonly accessOf: (project: string) => ProjectAccess | undefined;
  readonly termsOf: (target: string) => TakeoverTerms;
  readonly targets: Pick<TargetTable, 'answers' | 'noteAnswers' | 'now'>;
}

/** Answers that wait to be spoken. */
export interface AnswersWaiting {
  /** The live job that they wait in; absent where none runs. */
  readonly job?: string | undefined;
  /** `undefined` where MetaStudio does not tell. */
  readonly waiting?: number | undefined;
}

/** A text that may be said: not blank, and line breaks are its only control characters. */
export const SAYABLE = /^(?!\s*$)(?:[^\p{Cc}]|\n){1,2000}$/u;
export const SAYABLE_WORDS = '1 to 2000 characters, not all of them blank';

/** It was not done; the message says why, and what to do. */
export class TakeoverError extends Error {
  constructor(
    readonly reason: 'no-live-job' | 'failed',
    message: string,
    /** The message in Chinese, where the reason alone does not tell enough. */
    readonly zh?: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'TakeoverError';
  }
}

/**
 * Lets a person step in: see how many answers of a target wait to be spoken, drop them, or have the virtual
 * human say something. Acts on the live job that events go to now.
 */
export class Takeover {
  readonly #parts: TakeoverParts;

  constructor(parts: TakeoverParts) {
    this.#parts = parts;
  }

  /** @throws {TakeoverError} */
  async waiting(target: string): Promise<AnswersWaiting> {
    return this.#with(target, async ({ client, address, appUserId }) => {
      const job = await jobOf(client, address, appUserId);
      if (job === undefined) return { waiting: 0 };
      const { roomId } = address;
      return { job, waiting: await client.countInsertCommands(roomId, job, { appUserId }) };
    });
  }

  /**
   * Drops all answers that wait to be spoken.
   *
   * @returns how many answers had waited just before. @throws {TakeoverError}
   */
  async clear(target: string): Promise<AnswersWaiting & { readonly job: string }> {
    return this.#with(target, async (call) => {
      const job = await runningJobOf(call);
      const { client, address, appUserId } = call;
      // A credential that may drop them may still not be allowed to count them.
      const waiting = await client
        .countInsertCommands(address.roomId, job, { appUserId })
        .catch(() => undefined);
      await client.command(address.roomId, job, { kind: 'clear' }, { appUserId });
      // They are dropped, whether that can be noted or not.
      await this.#noteCleared(target).catch(() => {});
      return { job, waiting };
    });
  }

  /** @param text see {@link SAYABLE}. @throws {TakeoverError} */
  async say(
    target: string,
    text: string,
    when: SayWhen,
  ): Promise<{ readonly job: string; readonly commandId?: string | undefined }> {
    return this.#with(target, async (call) => {
      const job = await runningJobOf(call);
      const { client, address, appUserId, reviewConfig } = call;
      const said: LiveCommand = { kind: 'say', text, when };
      const options = { appUserId, reviewConfig };
      return { job, commandId: await client.command(address.roomId, job, said, options) };
    });
  }

  /** The count that status shows, and that choosing goes by, would be the old one until somebody asks again. */
  async #noteCleared(target: string): Promise<void> {
    const { targets } = this.#parts;
    const known = parseAnswers((await targets.answers(target)).answers ?? '');
    if (known === undefined) return;
    const cleared = clearedAnswers(known, await targets.now());
    await targets.noteAnswers(target, formatAnswers(cleared));
  }

  async #with<T>(target: string, ask: (call: TakeoverCall) => Promise<T>): Promise<T> {
    const { accessOf, termsOf } = this.#parts;
    const address = targetAddressOf(target);
    const access = accessOf(address.project);
    const client = access?.client;
    if (access === undefined || client === undefined) {
      throw new TakeoverError('failed', NO_AUTH.en, NO_AUTH.zh);
    }
    const terms = termsOf(target);
    const reviewConfig = terms.reviewConfig ?? access.config.reviewConfig;
    try {
      return await ask({ client, address, appUserId: terms.appUserId, reviewConfig });
    } catch (error) {
      const isTold = error instanceof MetaStudioCallError || error instanceof CredentialError;
      if (!isTold) throw error;
      throw new TakeoverError('failed', error.message, refusalInChinese(error), { cause: error });
    }
  }
}

const NO_AUTH = {
  en: 'The project has no auth for such calls. Give it one in the configuration.',
  zh: '该项目没有用于此类调用的凭证。请在配置文件中填写 auth',
};

interface TakeoverCall extends TakeoverTerms {
  readonly client: ManagementClient;
  readonly address: TargetAddress;
}

/** The job that events go to, as MetaStudio has it now. */
async function jobOf(
  client: ManagementClient,
  { roomId, jobId }: TargetAddress,
  appUserId: string | undefined,
): Promise<string | undefined> {
  if (jobId !== undefined) return jobId;
  const [newest] = await new JobLister(client).ofRoom(roomId, appUserId);
  return newest?.jobId;
}

async function runningJobOf({ client, address, appUserId }: TakeoverCall): Promise<string> {
  const job = await jobOf(client, address, appUserId);
  if (job !== undefined) return job;
  throw new TakeoverError('no-live-job', 'The room runs no live job now. Start one first.');
}
