import {
  SpanKind,
  SpanStatusCode,
  trace,
  context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { VERSION } from '#agent';
import type { ReportOutcome } from '#metastudio';

/** What is known of a report before it is sent. */
export interface ReportFigures {
  readonly target: string;
  readonly events: number;
  readonly bodyBytes: number;
}

/**
 * Spans of reports, for whatever tracing the operator brings: one for the request and one for its
 * settling, none for an event. Where nobody traces they cost two calls a report, and hold nothing.
 */
export class ReportSpans {
  readonly #tracer: Tracer;
  /** Of the last request: what is settled belongs to it. */
  #report: Span | undefined;

  constructor(tracer: Tracer = TRACER) {
    this.#tracer = tracer;
  }

  /** One report, from when it is sent to its answer. */
  async sending(
    { target, events, bodyBytes }: ReportFigures,
    send: () => Promise<ReportOutcome>,
  ): Promise<ReportOutcome> {
    const span = this.#tracer.startSpan('report', { kind: SpanKind.CLIENT });
    this.#report = span;
    if (!span.isRecording()) return ended(span, send());
    span.setAttributes({
      'http.request.method': 'POST',
      'http.request.body.size': bodyBytes,
      'live_relay.target': target,
      'live_relay.events': events,
    });
    try {
      const outcome = await send();
      span.setAttributes(attributesOf(outcome));
      if (outcome.kind !== 'delivered') {
        span.setStatus({ code: SpanStatusCode.ERROR, message: outcomeName(outcome) });
      }
      return outcome;
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** What became of its events is written down. */
  async settling<T>(settle: () => Promise<T>): Promise<T> {
    const parent = this.#report;
    this.#report = undefined;
    const within =
      parent === undefined ? context.active() : trace.setSpan(context.active(), parent);
    const span = this.#tracer.startSpan('report.settle', {}, within);
    if (!span.isRecording()) return ended(span, settle());
    try {
      return await settle();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }
}

/** Finds the tracing of the process when it is first used. */
const TRACER = trace.getTracer('live-event-relay', VERSION);

async function ended<T>(span: Span, done: Promise<T>): Promise<T> {
  span.end();
  return done;
}

/** Its name alone: a text may quote a viewer or a key. */
function failed(span: Span, error: unknown): void {
  const message = error instanceof Error ? error.name : 'an error';
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function outcomeName(outcome: ReportOutcome): string {
  return 'reason' in outcome ? outcome.reason : outcome.kind;
}

/** No address and none of MetaStudio's words: they hold keys, and quote viewers. */
function attributesOf(outcome: ReportOutcome): Record<string, string | number> {
  const { status, code, requestId } = outcome as {
    readonly status?: number;
    readonly code?: string | number;
    readonly requestId?: string;
  };
  return {
    'live_relay.outcome': outcomeName(outcome),
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(code === undefined ? {} : { 'metastudio.error_code': String(code) }),
    ...(requestId === undefined ? {} : { 'metastudio.request_id': requestId }),
  };
}
