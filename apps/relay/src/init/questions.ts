import { createInterface, type Interface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';

/** There are no more answers. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const TRIES_MAX = 5;

/** Asks on a terminal, or takes the lines of a pipe. */
export class Questions {
  readonly #lines: AsyncIterator<string>;
  readonly #interface: Interface;
  readonly #output: Writable;
  readonly #isTerminal: boolean;
  #isSecret = false;
  #asked = 0;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    // Passes the echo of what is typed on to the terminal, unless a secret is being typed.
    const shown = new Writable({
      write: (chunk, encoding, done) => {
        if (this.#isSecret) done();
        else output.write(chunk, encoding, done);
      },
    });
    this.#isTerminal = (input as Partial<NodeJS.ReadStream>).isTTY === true;
    this.#interface = createInterface({ input, output: shown, terminal: this.#isTerminal });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  /** How many questions there were. */
  get asked(): number {
    return this.#asked;
  }

  /**
   * Asks until the answer fits.
   *
   * @throws NoAnswerError where there are no more answers, or none fits.
   */
  async ask(
    question: string,
    terms: {
      readonly fits: (answer: string) => boolean;
      readonly wrong: string;
      readonly byDefault?: string | undefined;
      readonly isSecret?: boolean;
    },
  ): Promise<string> {
    const { fits, wrong, byDefault, isSecret = false } = terms;
    this.#asked++;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      this.#output.write(`${question}${byDefault === undefined ? '' : ` [${byDefault}]`}: `);
      this.#isSecret = isSecret;
      const { value, done = false } = await this.#lines.next();
      this.#isSecret = false;
      // Neither a hidden answer nor Ctrl-C ends the line.
      if (isSecret || (done && this.#isTerminal)) this.#output.write('\n');
      if (done) throw new NoAnswerError();
      const answer = value.trim() === '' ? (byDefault ?? '') : value.trim();
      if (fits(answer)) return answer;
      this.#output.write(`${wrong}\n`);
    }
    throw new NoAnswerError();
  }

  close(): void {
    this.#interface.close();
  }
}
