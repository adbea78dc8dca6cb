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

/** The figures of a report that is about to be sent. */
export interface ReportFigures {
  readonly target: string;
  readonly events: number;
  readonly bodyBytes: number;
}

/**
 * Spans of reports, for the tracing SDK that the operator may bring: one for the request and one
 * for its settling, none for an event. Without an SDK they cost two calls a report, and keep
 * nothing.
 */
export class ReportSpans {
  readonly #tracer: Tracer;
  /** The span of the last request, to which the settling belongs. */
  #report: Span | undefined;

  constructor(tracer: Tracer = TRACER) {
    this.#tracer = tracer;
  }

  /** Wraps the request of a report. */
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

  /** Wraps the settling of a batch. */
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

/** Resolves to the process's SDK on first use. */
const TRACER = trace.getTracer('live-event-relay', VERSION);

async function ended<T>(span: Span, done: Promise<T>): Promise<T> {
  span.end();
  return done;
}

/** Only the error's name: its message may quote a viewer or a key. */
function failed(span: Span, error: unknown): void {
  const message = error instanceof Error ? error.name : 'an error';
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function outcomeName(outcome: ReportOutcome): string {
  return 'reason' in outcome ? outcome.reason : outcome.kind;
}

/** Neither the address nor MetaStudio's words: they may hold keys, and quote viewers. */
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
