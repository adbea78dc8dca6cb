import type { JobLock, TargetChanges } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import { buildReport, type ReportOutcome } from '#metastudio';
import { pause } from '#timing';
import type { Effect, Settling } from '../decide/effects.js';
import type { Facts } from '../decide/facts.js';
import { TURN_LOOK_MS } from '../decide/pace.js';
import type { RunState } from '../decide/run-state.js';
import type { Became, Learnt, StepEnd } from './became.js';
import type { DrainTeller } from './drain-teller.js';
import { NextBatch, type KnownBatch, type NextBatchParts } from './next-batch.js';
import { OwnFeed, type AppendNews } from './own-feed.js';
import { OwnTurn } from './own-turn.js';
import type { Places } from './places.js';
import type { RecentReports } from './recent-reports.js';
import type { ReportProject } from '../project/report-project.js';
import { ReportSpans } from './report-spans.js';
import { endedOutage } from '../decide/settled-state.js';
import type { KeptState } from '../decide/kept-state.js';

export interface RunEffectsParts extends NextBatchParts {
  readonly teller: DrainTeller;
  readonly lock: JobLock;
  readonly project: ReportProject;
  readonly places: Places;
  readonly ownAppends: AppendNews;
  /** The target's last reports, for `status`. */
  readonly recent: RecentReports;
}

/** The longest time that a target is parked, in ms, so that a lost wake-up costs little. */
const PARKED_MS_MAX = 1000;
/** How soon a target is looked at again for events that came as its parking ended, in ms. */
const MISSED_MS = 20;

/** While it does these a target goes on waiting for its turn. */
const WAITS_ON: ReadonlySet<Effect['kind']> = new Set(['look', 'try-turn', 'await-turn']);

const STEP_OVER: StepEnd = { kind: 'step-over' };
/** Another drain of the target has started. */
const OVERTAKEN: StepEnd = { kind: 'ended', result: { kind: 'done' } };

/** Carries out what decisions ask for: reads, writes, sends, settles, parks. Decides nothing itself. */
export class RunEffects {
  readonly #parts: RunEffectsParts;
  readonly #spans = new ReportSpans();
  readonly #next: NextBatch;
  #answer: Facts['answer'];
  #isSending = false;
  readonly #turn = new OwnTurn();
  #turnSince: number | undefined;
  readonly #feed: OwnFeed;

  constructor(parts: RunEffectsParts) {
    this.#parts = parts;
    this.#next = new NextBatch(parts);
    this.#feed = new OwnFeed(parts.drain.target, parts.places, parts.ownAppends);
  }

  /** Whether a sketch is all that is held of what the next report holds. */
  get isSketched(): boolean {
    return this.#next.isSketched;
  }

  /** Whether the next append can be waited for: see {@link OwnFeed}. */
  get isFedHere(): boolean {
    return this.#feed.isComing;
  }

  /** The run is over. */
  over(): void {
    this.#turn.leave();
    this.#feed.over();
  }

  /** Whether a report has begun that had no answer. */
  get isBrokenOff(): boolean {
    return this.#isSending || (this.#answer?.kind === 'retry' && this.#answer.ambiguous);
  }

  /** @param before the state before the decision that asks for it; `state` is the one after. */
  async run(effect: Effect, before: RunState, state: RunState): Promise<Became> {
    const { listener, drain } = this.#parts;
    if (!WAITS_ON.has(effect.kind)) this.#turn.leave();
    switch (effect.kind) {
      case 'cut':
        this.#feed.read();
        return learnt(await this.#next.cut(state.target));
      case 'look':
        return learnt(await this.#next.look(state.target));
      case 'try-turn':
        return learnt(await this.#tryTurn(state.target));
      case 'await-turn':
        return this.#awaitTurn(effect.fields, state.target);
      case 'take-turn':
        return learnt(await this.#takeTurn(effect.isGranted));
      case 'mark':
        return this.#mark(effect.events);
      case 'unmark':
        await this.#parts.teller.note(markOf(effect.events));
        return learnt({});
      case 'send':
        return learnt({ answer: await this.#send(state.target) });
      case 'locate':
        return learnt({ located: await this.#locate(effect.dropsUrl) });
      case 'settle':
        return this.#settle(effect, before.target, state.target);
      case 'park':
        return this.#park(effect);
      case 'await-events':
        this.#next.letGo();
        return { kind: 'awaits', forMs: effect.forMs };
      case 'tell-paused':
        listener.paused(drain.target, effect.reason, effect.code);
        return learnt({});
      case 'tell-rate':
        listener.rateLimited(drain.target, effect.inMs);
        return learnt({});
      case 'go-on':
        return STEP_OVER;
      case 'wait':
        return this.#wait(effect.inMs, effect.fields);
      case 'finish':
        return this.#finish(effect.isParked);
      case 'end':
        return { kind: 'ended', result: effect.result };
    }
  }

  get hasTurn(): boolean {
    return this.#turn.hasCome;
  }

  async #tryTurn(state: KeptState): Promise<Learnt> {
    const answer = await this.#unsigned();
    if (answer !== undefined) return { answer };
    return { turnInMs: await this.#parts.project.turns!.take(this.#next.importance(state)) };
  }

  /** What becomes of a report that cannot be signed now: it takes no turn from those that can. */
  async #unsigned(): Promise<Facts['answer']> {
    const answer = await this.#parts.project.client.ready(this.#next.request);
    if (answer !== undefined) this.#answered(answer, this.#next.known, 0);
    return answer;
  }

  async #awaitTurn(fields: TargetChanges, state: KeptState): Promise<Became> {
    const { drain, places, project, listener } = this.#parts;
    const { request } = this.#next;
    this.#next.sketch();
    const importance = this.#next.importance(state);
    this.#turnSince ??= this.#next.waitsSince(state);
    const { rank } = importance;
    const noted = Object.assign({}, fields, { rank, turnSince: this.#turnSince });
    if (!(await drain.note(noted))) return OVERTAKEN;
    // It may have come since the target was woken to look what came.
    if (this.hasTurn) return STEP_OVER;
    this.#turn.wait(project.turns!, importance, () => places.wake(drain.target));
    const began = performance.now();
    if (await places.park(drain.target, TURN_LOOK_MS)) this.#next.hasNews();
    listener.rateLimited(drain.target, performance.now() - began);
    // Where the credential was refused meanwhile: the turn is over before another one comes.
    if (this.hasTurn) await project.client.ready(request);
    await this.locateAnew();
    return STEP_OVER;
  }

  async #takeTurn(isGranted: boolean): Promise<Learnt> {
    const rate = this.#parts.project.rate!;
    const answer = await this.#unsigned();
    if (answer !== undefined) return { answer };
    const waitMs = isGranted ? 0 : await rate.take();
    return { turnInMs: waitMs > 0 ? waitMs : await rate.spend() };
  }

  /** Repeated while Redis is away: a mark without a report, or one that stays, would cost the events. */
  async #mark(events: number): Promise<Became> {
    // Each of the two may take as long: to read the batch, and to mark it.
    this.#turn.prolong();
    if (!(await this.#parts.teller.note(markOf(events)))) return OVERTAKEN;
    return learnt({ isMarked: true });
  }

  async #send(state: KeptState): Promise<NonNullable<Facts['answer']>> {
    const { drain, lock, project, terms, places, memory } = this.#parts;
    const { batch, request } = this.#next;
    const earlyMs = this.#turn.inMs;
    if (earlyMs > 0) await pause(earlyMs);
    const body = buildReport(batch.fragments(), batch.events, terms.reviewConfig);
    const startedAt = performance.now();
    this.#turn.used();
    this.#turnSince = undefined;
    // A busy buffer is read on while MetaStudio answers, unless other targets wait for a place, or
    // much is held already.
    const readsOn = batch.events >= REPORT_EVENTS_MAX && !places.isCrowded && memory.hasRoom;
    const ahead = readsOn ? this.#next.readOn(state) : undefined;
    const figures = { target: drain.target, events: batch.events, bodyBytes: body.length };
    const control = { beforeWrite: () => lock.isFresh(), signal: lock.lost };
    this.#isSending = true;
    const answer = await this.#spans.sending(figures, async () =>
      project.client.send(request, body, control),
    );
    this.#isSending = false;
    await ahead;
    this.#answered(answer, batch, performance.now() - startedAt);
    return answer;
  }

  #answered(answer: ReportOutcome, batch: KnownBatch, durationMs: number): void {
    const { listener, drain, recent } = this.#parts;
    listener.answered(drain.target, answer, batch.events, durationMs);
    recent.answered(drain.now(), answer, batch, durationMs);
    this.#answer = answer;
  }

  async #locate(dropsUrl: boolean): Promise<NonNullable<Facts['located']>> {
    const { route, listener, drain } = this.#parts;
    const before = route.liveJobId;
    if (dropsUrl) await route.drop();
    const hasMoved = await route.locate(true);
    const { liveJobId } = route;
    if (liveJobId !== before) listener.liveJobChanged(drain.target, liveJobId);
    return { hasMoved, hasJob: liveJobId !== undefined };
  }

  async #settle(settling: Settling, before: KeptState, state: KeptState): Promise<Became> {
    const { drain, teller, listener, recent, route } = this.#parts;
    const { delivered, words, parks } = settling;
    const { batch } = this.#next;
    const now = drain.now();
    const followed = delivered ? this.#followed() : {};
    const fields = Object.assign({}, settling.fields, recent.fields, followed);
    const settle = async (): Promise<boolean> => teller.settle(batch, delivered, fields, words);
    if (!(await this.#spans.settling(settle))) return OVERTAKEN;
    listener.settled(drain.target, batch, now, state.keptBackUntil, route.liveJobId);
    const outage = endedOutage(before, state, batch.passed + drain.waiting, now);
    if (outage !== undefined) listener.recovered(drain.target, outage);
    return learnt({ settled: { isParked: parks } });
  }

  /** The fields of a URL that came back with a delivery, settled with it. */
  #followed(): TargetChanges {
    const { route, listener, drain } = this.#parts;
    if (this.#answer?.kind !== 'delivered') return {};
    const { reportUrl, reportUrlRefused } = this.#answer;
    if (reportUrlRefused !== undefined) listener.urlRefused(drain.target, reportUrlRefused);
    return reportUrl === undefined ? {} : route.follow(reportUrl);
  }

  async #park({ inMs, forAppendMs, fields }: Extract<Effect, { kind: 'park' }>): Promise<Became> {
    const { drain } = this.#parts;
    this.#next.letGo();
    if (fields !== undefined && !(await drain.note(fields))) return OVERTAKEN;
    return { kind: 'parks', forMs: Math.min(inMs, PARKED_MS_MAX), forAppendMs };
  }

  /** Parks the target, see {@link OwnFeed.park}. */
  park(forMs: number, forAppendMs: number): Promise<void> {
    return this.#feed.park(forMs, forAppendMs);
  }

  /** Parks the target for its next events, see {@link OwnFeed.awaitEvents}. */
  async awaitEvents(forMs: number): Promise<'something' | 'nothing' | 'overtaken'> {
    const { drain } = this.#parts;
    let waiting: number | undefined = 0;
    const look = async () => (waiting = await drain.awaitEvents());
    const came = (await this.#feed.awaitEvents(forMs, look)) ? 'something' : 'nothing';
    return waiting === undefined ? 'overtaken' : came;
  }

  /** The room may have begun another run meanwhile. */
  async locateAnew(): Promise<void> {
    const { route, listener, drain } = this.#parts;
    if (await route.locate(false)) listener.liveJobChanged(drain.target, route.liveJobId);
  }

  async #wait(inMs: number, fields: TargetChanges): Promise<Became> {
    const { teller, recent } = this.#parts;
    const noted = { ...fields, ...recent.fields, turnSince: undefined };
    if (!(await teller.note(noted))) return OVERTAKEN;
    return { kind: 'ended', result: { kind: 'again', inMs } };
  }

  async #finish(isParked: boolean): Promise<Became> {
    const missed = isParked && (await this.#parts.drain.release()) > 0;
    return {
      kind: 'ended',
      result: missed ? { kind: 'again', inMs: MISSED_MS } : { kind: 'done' },
    };
  }
}

function learnt(facts: Learnt): Became {
  return { kind: 'learnt', learnt: facts };
}

function markOf(events: number): TargetChanges {
  return { inFlight: events };
}
