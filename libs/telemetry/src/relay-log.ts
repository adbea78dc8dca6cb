import type { Logger } from 'pino';
import { logText } from './log-text.js';
import type { LoggedError } from './logged-error.js';
import { RepeatLimiter } from './repeat-limiter.js';

/**
 * The fields of a log line: these and no others, so that no viewer's text, name, key or URL finds
 * its way into a log by being passed along.
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
  readonly epoch?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly skewMs?: number | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly signal?: string | undefined;
  /** Who did something through the API: the name of a token. */
  readonly by?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** What an operator can do; a sentence of ours. */
  readonly wayOut?: string | undefined;
  readonly error?: LoggedError | undefined;
}

export type LogSeverity = 'error' | 'warn' | 'info' | 'debug';

/** Writes log lines: each names its event, one of a closed set, and says it in a sentence. */
export class RelayLog {
  readonly #logger: Logger;
  readonly #limiter: RepeatLimiter;

  constructor(logger: Logger, limiter = new RepeatLimiter()) {
    this.#logger = logger;
    this.#limiter = limiter;
  }

  write(severity: LogSeverity, event: string, sentence: string, fields: LogFields = {}): void {
    if (!this.#logger.isLevelEnabled(severity)) return;
    this.#logger[severity]({ event, ...cleaned(fields) }, sentence);
  }

  /**
   * As {@link write}, but of the same event of the same bridge or target only one line in a few
   * seconds; the next tells how many were left out.
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
    const more = suppressed === 0 ? {} : { suppressed };
    this.#logger[severity]({ event, ...cleaned(fields), ...more }, sentence);
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
