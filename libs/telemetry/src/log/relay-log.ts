import type { Logger } from 'pino';
import { CrowdLimiter } from './crowd-limiter.js';
import { logText } from './log-text.js';
import type { LoggedError } from './logged-error.js';
import { RepeatLimiter } from './repeat-limiter.js';

/**
 * The fields of a log line: these and no others, so that no viewer's text, name, key or URL reaches
 * a log by being passed along.
 */
export interface LogFields {
  readonly bridge?: string | undefined;
  readonly target?: string | undefined;
  readonly project?: string | undefined;
  readonly jobId?: string | undefined;
  /** One of a closed set that the code names. */
  readonly reason?: string | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | number | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly events?: number | undefined;
  readonly count?: number | undefined;
  /** The number of bridges or targets that it came from. */
  readonly from?: number | undefined;
  readonly epoch?: number | undefined;
  /** The counts of events and reports in a summary. */
  readonly received?: number | undefined;
  readonly reported?: number | undefined;
  readonly dropped?: number | undefined;
  readonly deadLettered?: number | undefined;
  readonly reports?: number | undefined;
  readonly reconnects?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly skewMs?: number | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly signal?: string | undefined;
  /** The author of a change through the API: the name of a token. */
  readonly by?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** The operator's remedy; a sentence of ours. */
  readonly wayOut?: string | undefined;
  readonly error?: LoggedError | undefined;
}

/** How often a line about a crowd is written, in ms. */
const CROWD_EVERY_MS = 60_000;

export type LogSeverity = 'error' | 'warn' | 'info' | 'debug';

/** Writes log lines: each names its event, from a closed set, and explains it in a sentence. */
export class RelayLog {
  readonly #logger: Logger;
  readonly #limiter: RepeatLimiter;
  readonly #crowds = new CrowdLimiter();
  /** How to word the events that are held back. */
  readonly #said = new Map<string, { readonly severity: LogSeverity; readonly sentence: string }>();
  #crowdTimer: NodeJS.Timeout | undefined;

  constructor(logger: Logger, limiter = new RepeatLimiter()) {
    this.#logger = logger;
    this.#limiter = limiter;
  }

  write(severity: LogSeverity, event: string, sentence: string, fields: LogFields = {}): void {
    if (!this.#logger.isLevelEnabled(severity)) return;
    this.#logger[severity]({ event, ...cleaned(fields) }, sentence);
  }

  /**
   * As {@link write}, but the same event of the same bridge or target gives only one line in a few
   * seconds; the next line tells how many were left out.
   */
  writeSeldom(
    severity: LogSeverity,
    event: string,
    sentence: string,
    fields: LogFields = {},
  ): void {
    const key = `${event} ${fields.bridge ?? ''} ${fields.target ?? ''} ${fields.reason ?? ''}`;
    if (!this.#logger.isLevelEnabled(severity)) return;
    const suppressed = this.#limiter.pass(key);
    if (suppressed === undefined) return;
    if (!this.#passesAlone(severity, event, sentence, fields, suppressed + 1)) return;
    const more = suppressed === 0 ? {} : { suppressed };
    this.#logger[severity]({ event, ...cleaned(fields), ...more }, sentence);
  }

  /**
   * As {@link write}, for events that every bridge may report at once: beyond some lines a minute,
   * one line counts the others, by reason. `writeSeldom` does so, too.
   */
  writeAmongMany(
    severity: LogSeverity,
    event: string,
    sentence: string,
    fields: LogFields = {},
  ): void {
    if (!this.#logger.isLevelEnabled(severity)) return;
    if (!this.#passesAlone(severity, event, sentence, fields, 1)) return;
    this.#logger[severity]({ event, ...cleaned(fields) }, sentence);
  }

  #passesAlone(
    severity: LogSeverity,
    event: string,
    sentence: string,
    { bridge, target, reason = '', code }: LogFields,
    times: number,
  ): boolean {
    // Lines from one place are limited already.
    const from = bridge ?? target;
    if (from === undefined) return true;
    // There may be many codes, but an operator looks for those of the network.
    const why = typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? `${reason} ${code}` : reason;
    if (this.#crowds.pass(event, why, from, times)) {
      this.#watchCrowds();
      return true;
    }
    this.#said.set(event, { severity, sentence });
    return false;
  }

  #watchCrowds(): void {
    if (this.#crowdTimer !== undefined) return;
    this.#crowdTimer = setInterval(() => this.#tellCrowds(), CROWD_EVERY_MS);
    this.#crowdTimer.unref();
  }

  #tellCrowds(): void {
    for (const [event, { count, from, reasons }] of this.#crowds.end()) {
      const said = this.#said.get(event);
      if (said === undefined) continue;
      const counts = Object.fromEntries(
        Object.entries(reasons).map(([reason, times]) => [logText(reason), times]),
      );
      this.#logger[said.severity](
        { event, count, from, reasons: counts },
        `${said.sentence} (Many of these in the last minute.)`,
      );
    }
  }
}

/** Texts may come from outside: codes of platforms, sentences of MetaStudio. */
function cleaned(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => {
      return [name, typeof value === 'string' ? logText(value) : value];
    }),
  );
}
