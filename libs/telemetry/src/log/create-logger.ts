import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export interface LoggerOptions {
  readonly level: string;
  /** Where lines go. */
  readonly destination: DestinationStream;
  /**
   * Readable lines for a terminal instead of JSON. Formats in this thread: for reading, not for
   * load.
   */
  readonly pretty: boolean;
  /** Whether the readable lines have colours; they have by default. */
  readonly colored?: boolean;
}

/**
 * The process's logger: one JSON object a line, with `time` in ms, `level` by name, `event` and
 * `msg`. Fields with the names of secrets are blanked, should one ever be passed.
 */
export function createLogger({
  level,
  destination,
  pretty: forPeople,
  colored = true,
}: LoggerOptions): Logger {
  const stream = forPeople ? prettyStream(destination, colored) : destination;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.epochTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: '[secret]' },
    },
    stream,
  );
}

function prettyStream(destination: DestinationStream, colored: boolean): DestinationStream {
  const prettify = pretty.prettyFactory({
    colorize: colored,
    ignore: 'event',
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return { write: (line) => destination.write(prettify(line)) };
}

const SECRET_FIELDS = ['token', 'secret', 'password', 'authorization', 'url', 'key'].flatMap(
  (name) => [name, `*.${name}`],
);
