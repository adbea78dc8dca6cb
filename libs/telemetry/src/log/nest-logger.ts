import type { Logger } from 'pino';
import { logText } from './log-text.js';
import { loggedError } from './logged-error.js';

/**
 * Writes Nest's own log lines through our logger: structurally a `LoggerService`. Nest's start-up
 * messages become debug; warnings and errors keep their level.
 */
export class NestLogger {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  #write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    const fields = {
      event: 'framework',
      ...(typeof context === 'string' ? { context: logText(context) } : {}),
      ...(message instanceof Error ? { error: loggedError(message) } : {}),
    };
    this.#logger[level](fields, typeof message === 'string' ? logText(message) : 'Nest.');
  }
}
