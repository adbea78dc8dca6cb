import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, nameOf, type Caller } from '../../console/access/caller.js';
import { Problem, type ProblemKind } from '../../console/problems/problem.js';
import { Takeover, TakeoverError, type AnswersWaiting } from '../../takeover/takeover.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { jsonBody } from '../json-body.js';
import { AskedAtOnce } from '../requests/asked-at-once.js';
import { Idempotency } from '../requests/idempotency.js';
import { ClearOptions, SayOptions } from './takeover.options.js';
import { Targets } from './targets.js';

const FAILURES = [
  'not-found',
  'no-live-job',
  'metastudio-failed',
] as const satisfies readonly ProblemKind[];

/** A person steps in: drops the answers that wait, or has the virtual human say a text. */
@Controller('api/targets')
@AllowAccess('api')
export class TakeoverController {
  constructor(
    private readonly targets: Targets,
    private readonly takeover: Takeover,
    private readonly audit: AuditTrail,
    private readonly once: Idempotency,
    private readonly asked: AskedAtOnce,
  ) {}

  @Get(':target/answers')
  @Describe({
    summary: 'How many answers wait to be spoken, as MetaStudio tells now',
    answer: 'Answers',
    problems: ['not-found', 'metastudio-failed', 'too-many-questions'],
  })
  async answers(@Param('target') target: string): Promise<AnswersWaiting> {
    await this.targets.find(target);
    return this.#done(async () => this.asked.run(async () => this.takeover.waiting(target)));
  }

  @Post(':target/clear')
  @Describe({
    summary: 'Drops the answers that wait to be spoken',
    body: ClearOptions,
    answer: 'Cleared',
    repeatable: true,
    problems: [...FAILURES, 'not-confirmed'],
  })
  @HttpCode(200)
  async clear(
    @Param('target') target: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<object> {
    const options = jsonBody(request, ClearOptions);
    await this.targets.find(target);
    if (!options.confirm) {
      const { waiting } = await this.#done(async () => this.takeover.waiting(target));
      const what = `${waiting ?? 'The'} answers that wait to be spoken would be dropped`;
      throw new Problem('not-confirmed', `${what}. Send confirm: true.`);
    }
    const act = async (): Promise<{ body: object; note: string }> => {
      const { job, waiting } = await this.takeover.clear(target);
      const told = waiting === undefined ? {} : { cleared: waiting };
      return { body: { job, ...told }, note: `${waiting ?? ''}` };
    };
    return this.#act({ request, caller, target, options, action: 'target.clear' }, act);
  }

  @Post(':target/say')
  @Describe({
    summary: 'Has the virtual human say a text',
    body: SayOptions,
    answer: 'Said',
    repeatable: true,
    problems: [...FAILURES, 'not-confirmed'],
  })
  @HttpCode(200)
  async say(
    @Param('target') target: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<object> {
    const options = jsonBody(request, SayOptions);
    const { text, when, confirm } = options;
    await this.targets.find(target);
    if (!confirm) {
      const what = `The virtual human would say ${text.length} characters`;
      throw new Problem('not-confirmed', `${what} (when: ${when}). Send confirm: true.`);
    }
    const act = async (): Promise<{ body: object; note: string }> => {
      const body = await this.takeover.say(target, text, when);
      return { body, note: `${text.length} characters, ${when}` };
    };
    return this.#act({ request, caller, target, options, action: 'target.say' }, act);
  }

  /**
   * Acts once for each `Idempotency-Key`. The audit trail has failures, too: the action may have
   * been heard.
   */
  async #act(
    { request, caller, target, options, action }: Acting,
    act: () => Promise<{ readonly body: object; readonly note: string }>,
  ): Promise<object> {
    const kept = await this.once.once(request, nameOf(caller), options, async () => {
      try {
        const { body, note } = await this.#done(act);
        await this.audit.add(caller, action, target, note);
        return { status: 200, headers: {}, body };
      } catch (error) {
        if (error instanceof Problem) await this.audit.add(caller, action, target, 'failed');
        throw error;
      }
    });
    return kept.body;
  }

  async #done<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TakeoverError)) throw error;
      const kind = error.reason === 'failed' ? 'metastudio-failed' : error.reason;
      throw new Problem(kind, error.message, { detailZh: error.zh });
    }
  }
}

interface Acting {
  readonly request: IncomingMessage;
  readonly caller: Caller;
  readonly target: string;
  readonly options: ClearOptions;
  readonly action: 'target.clear' | 'target.say';
}
