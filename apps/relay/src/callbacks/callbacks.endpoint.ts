import type { IncomingMessage, ServerResponse } from 'node:http';
import { respond, type HttpAnswer } from '../console/respond.js';
import { readBody, ReadingRoom } from '../ingest/read-body.js';
import type { CallbackOutcome, Callbacks } from './callbacks.js';

export interface CallbackListener {
  answered(project: string, outcome: CallbackOutcome): void;
  failed(error: Error): void;
}

const PREFIX = '/callbacks/metastudio/';
const BODY_BYTES_MAX = 64 * 1024;
const READING_BYTES_MAX = 1024 * 1024;
const BODY_WITHIN_MS = 5000;

/** `/callbacks/metastudio/<project>`: the signature tells who calls, before the body is read. */
export class CallbacksEndpoint {
  readonly #callbacks: Callbacks;
  readonly #listener: CallbackListener;
  readonly #room = new ReadingRoom(READING_BYTES_MAX);

  constructor(callbacks: Callbacks, listener: CallbackListener) {
    this.#callbacks = callbacks;
    this.#listener = listener;
  }

  /** As a middleware. */
  readonly handle = (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ): void => {
    if ((request.url ?? '').startsWith(PREFIX)) void this.#handle(request, response);
    else next();
  };

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request);
    if (answer === undefined) response.destroy();
    else respond(request, response, answer);
  }

  /** @returns `undefined` where the sender has gone. Never rejects. */
  async #answer(request: IncomingMessage): Promise<HttpAnswer | undefined> {
    const [path = '', query = ''] = (request.url ?? '').slice(PREFIX.length).split('?', 2);
    const project = path.replace(/\/$/u, '');
    if (!this.#callbacks.knows(project)) return NOT_FOUND;
    if (request.method !== 'POST') return POST_ONLY;
    const known = this.#callbacks.admit(project, new URLSearchParams(query), request.headers);
    if (known === undefined) return this.#told(project, 'refused');
    const limits = { bytesMax: BODY_BYTES_MAX, withinMs: BODY_WITHIN_MS };
    const body = await readBody(request, limits, this.#room);
    if (body === 'too-large') return TOO_LARGE;
    if (body === 'aborted') return undefined;
    if (typeof body === 'string') return UNAVAILABLE;
    try {
      return this.#told(project, await this.#callbacks.take(known, body));
    } catch (error) {
      this.#listener.failed(error as Error);
      return UNAVAILABLE;
    }
  }

  #told(project: string, outcome: CallbackOutcome): HttpAnswer {
    this.#listener.answered(project, outcome);
    return ANSWERS[outcome];
  }
}

function refusal(status: number, error: string, headers = {}): HttpAnswer {
  return { status, body: { error }, headers };
}

const NOT_FOUND = refusal(404, 'not-found');
const POST_ONLY = refusal(405, 'method-not-allowed', { allow: 'POST' });
const TOO_LARGE = refusal(413, 'too-large');
const UNAVAILABLE = refusal(503, 'unavailable', { 'retry-after': '5' });
const TAKEN: HttpAnswer = { status: 200, body: {} };

const ANSWERS: Readonly<Record<CallbackOutcome, HttpAnswer>> = {
  replied: TAKEN,
  stream: TAKEN,
  ignored: TAKEN,
  refused: refusal(401, 'unauthorized'),
  replayed: refusal(409, 'replayed'),
  'not-understood': refusal(400, 'not-understood'),
};
