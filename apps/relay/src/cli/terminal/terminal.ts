import type { CliContext } from '../context/cli-context.js';

/** The properties of the output that a drawing command needs. */
export interface Terminal {
  readonly isTerminal: boolean;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly colored: boolean;
}

/**
 * Only a terminal is steered, and has a size of its own; COLUMNS tells the width of a pipe, and of a terminal that
 * tells none.
 */
export function terminalOf({
  stdout,
  environment,
}: Pick<CliContext, 'stdout' | 'environment'>): Terminal {
  const { isTTY = false, columns, rows } = stdout as Partial<NodeJS.WriteStream>;
  const given = Number(environment['COLUMNS']);
  // A serial console has 0 of both.
  const width = (isTTY && columns) || (given >= COLUMNS_MIN ? given : undefined);
  const height = (isTTY && rows) || undefined;
  const colored = isTTY && (environment['NO_COLOR'] ?? '') === '';
  return { isTerminal: isTTY, width, height, colored };
}

const COLUMNS_MIN = 40;

/**
 * What goes before each further picture: a terminal is cleared, in a pipe each begins with its
 * time.
 */
export function pictureHead(at: number, isTerminal: boolean): string {
  return isTerminal ? CLEAR_SCREEN : `\n${new Date(at).toISOString()}\n`;
}

const CLEAR_SCREEN = '\u001B[H\u001B[2J';
