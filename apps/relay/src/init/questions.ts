import { createInterface, type Interface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';

/** There are no more answers. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const TRIES_MAX = 5;
const NO_LINE = { value: '', done: true };

/**
 * Passes the echo of what is typed on to the terminal, unless it is hidden. That is decided as a key is
 * typed: what waits here to be shown may be shown when the next question has begun.
 */
class Echo extends Writable {
  readonly #output: Writable;
  readonly #isHidden: () => boolean;

  constructor(output: Writable, isHidden: () => boolean) {
    super();
    this.#output = output;
    this.#isHidden = isHidden;
  }

  override write(chunk: string): boolean {
    return this.#isHidden() || super.write(chunk);
  }

  /** Shows what was not typed, in its turn. */
  say(text: string): void {
    super.write(text);
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#output.write(chunk, encoding, done);
  }
}

/** Asks on a terminal, or takes the lines of a pipe. */
export class Questions {
  readonly #lines: AsyncIterator<string>;
  readonly #interface: Interface;
  readonly #shown: Echo;
  readonly #isTerminal: boolean;
  readonly #left = new AbortController();
  #isHidden = false;
  #asked = 0;

  /** @param stopped when it aborts there are no more answers, also in the middle of a question. */
  constructor(input: Readable, output: Writable, stopped: AbortSignal) {
    this.#shown = new Echo(output, () => this.#isHidden);
    this.#isTerminal = (input as Partial<NodeJS.ReadStream>).isTTY === true;
    this.#interface = createInterface({
      input,
      output: this.#shown,
      terminal: this.#isTerminal,
      // An arrow key would show a secret that was typed before.
      historySize: 0,
    });
    this.#lines = this.#interface[Symbol.asyncIterator]();
    // What is pasted behind an answer may be the secret that is asked for next.
    this.#interface.on('line', () => {
      this.#isHidden = true;
    });
    const end = (): void => this.close();
    // Reading from a terminal that was closed fails.
    this.#interface.on('error', end).once('close', () => stopped.removeEventListener('abort', end));
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
    // A terminal in this mode gives Ctrl-C to its reader, and sends no signal.
    if (this.#isTerminal) this.#interface.once('close', () => this.#left.abort());
  }

  /** Aborts when the one who answers on a terminal has left (Ctrl-C, Ctrl-D), also between questions. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** How many questions there were. */
  get asked(): number {
    return this.#asked;
  }

  /** Says that what was given for a question is not taken. */
  refuse(question: string, wrong: string): void {
    this.#shown.say(`${question}: ${wrong}\n`);
  }

  /**
   * Asks until the answer fits, unless what was given before does.
   *
   * @throws NoAnswerError where there are no more answers, or none fits.
   */
  async ask(
    question: string,
    terms: {
      readonly fits: (answer: string) => boolean;
      readonly wrong: string;
      readonly given?: string | undefined;
      readonly byDefault?: string | undefined;
      readonly isSecret?: boolean;
    },
  ): Promise<string> {
    const { fits, wrong, given, byDefault, isSecret = false } = terms;
    if (given !== undefined && fits(given)) return given;
    if (given !== undefined) this.refuse(question, wrong);
    this.#asked++;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const asked = `${question}${byDefault === undefined ? '' : ` [${byDefault}]`}: `;
      // A key that takes something back has this line drawn anew.
      this.#interface.setPrompt(asked.slice(asked.lastIndexOf('\n') + 1));
      this.#shown.say(isSecret ? asked : asked + this.#interface.line);
      this.#isHidden = isSecret;
      const { value, done = false } = await this.#lines.next().catch(() => NO_LINE);
      // Neither a hidden answer nor Ctrl-C ends the line.
      if (isSecret || (done && this.#isTerminal)) this.#shown.say('\n');
      if (done) throw new NoAnswerError();
      const answer = value.trim() === '' ? (byDefault ?? '') : value.trim();
      if (fits(answer)) return answer;
      this.#shown.say(`${wrong}\n`);
    }
    throw new NoAnswerError();
  }

  close(): void {
    this.#interface.close();
  }
}
