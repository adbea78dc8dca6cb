import { isUtf8 } from 'node:buffer';
import { inOwnTime } from '#timing';
import type { Frame } from '#source';
import type { IncomingMessage } from 'node:http';
import { isForm, isFormBody, type ContentEncoding } from '#platforms';
import { refusal, UNAUTHORIZED, UNAVAILABLE, type IngestAnswer } from './ingest-answer.js';
import type { IngestRoute } from './ingest-route.js';
import { isJson, NOT_JSON } from './media-type.js';
import type { ReceiptOutcome } from '../collector/intake/receipt.js';
import type { PushCollector } from '../collector/pushed/push-collector.js';
import type { Push, PushedBridge } from '../collector/pushed/pushed-bridge.js';
import { ReadingRoom, readBody, unpackBody, type BodyProblem } from './read-body.js';
import type { TakenMoney } from '../collector/pushed/taken-money.js';
import { UnsettledPushes } from './unsettled-pushes.js';

/** The bounds of a push over HTTP. */
export interface IngestLimits {
  /** The size of a body as it comes. */
  readonly bodyBytesMax: number;
  /** The size of all bodies that are being read together. */
  readonly readingBytesMax: number;
  /** The size of an unpacked body. */
  readonly unpackedBytesMax: number;
  /** How long a body may take. */
  readonly bodyWithinMs: number;
  /**
   * How long Redis may take for the events; platforms give up after 2 s. As long again for the turn of a push with
   * running counts, which platforms do not push themselves.
   */
  readonly appendWithinMs: number;
}

export const INGEST_LIMITS_DEFAULT: IngestLimits = {
  bodyBytesMax: 1024 * 1024,
  readingBytesMax: 64 * 1024 * 1024,
  unpackedBytesMax: 4 * 1024 * 1024,
  bodyWithinMs: 10_000,
  appendWithinMs: 1500,
};

/** Of the room for all bodies strangers get this part. */
const STRANGERS_PART = 4;

/**
 * Takes pushes over HTTP. The answer comes after the events are in the buffer; where they are not,
 * or not surely, it is 503.
 */
export class IngestEndpoint {
  readonly #limits: IngestLimits;
  readonly #unsettled = new UnsettledPushes();
  readonly #room: ReadingRoom;
  /** For bodies whose signature alone tells who sends them: a stranger can begin as many as it likes. */
  readonly #strangersRoom: ReadingRoom;
  #pushes: PushCollector | undefined;

  constructor(limits: IngestLimits) {
    this.#limits = limits;
    this.#room = new ReadingRoom(limits.readingBytesMax);
    this.#strangersRoom = new ReadingRoom(limits.readingBytesMax / STRANGERS_PART, this.#room);
  }

  /** From now on events are taken; until then the answer is 503. */
  open(pushes: PushCollector): void {
    this.#pushes = pushes;
  }

  /** Takes no events any more: the answer is 503. */
  close(): void {
    this.#pushes = undefined;
  }

  /**
   * @returns `undefined` where the sender has gone.
   */
  async answer(request: IncomingMessage, route: IngestRoute): Promise<IngestAnswer | undefined> {
    const { inbound, verifier } = route;
    if (!inbound.http) return ONLY_WEB_SOCKET;
    const early = verifier === undefined ? overRate(route) : undefined;
    if (early !== undefined) return early;
    const type = request.headers['content-type'];
    if (!isJson(type) && !(inbound.forms === true && isForm(type))) return NOT_JSON;
    const encoding = codingOf(request.headers['content-encoding']);
    if (encoding !== 'identity' && !isOneOf(inbound.encodings, encoding)) {
      return badEncoding(inbound.encodings);
    }
    const { bodyBytesMax: bytesMax, bodyWithinMs: withinMs } = this.#limits;
    const isStranger = verifier !== undefined && route.token === undefined;
    const room = isStranger ? this.#strangersRoom : this.#room;
    const packed = await readBody(request, { bytesMax, withinMs }, room);
    if (typeof packed === 'string') return BODY_ANSWERS[packed];
    const refused = await this.#refusal(request, route, packed);
    if (refused !== undefined) return refused;
    const late = verifier === undefined ? undefined : overRate(route);
    if (late !== undefined) return late;
    const body =
      encoding === 'identity'
        ? packed
        : await unpackBody(packed, encoding as ContentEncoding, this.#limits.unpackedBytesMax);
    if (typeof body === 'string') return BODY_ANSWERS[body];
    if (body.length === 0) return EMPTY;
    // Read as UTF-8 it would contain characters that nobody wrote. A platform's own is not judged.
    if (route.inbound.namesProblems && !isUtf8(body)) return NOT_UTF8;
    return this.#take(request, route, body);
  }

  /** The answer to a push that is not genuine, or was taken before. */
  async #refusal(
    { headers }: IncomingMessage,
    { name, inbound, verifier }: IngestRoute,
    body: Buffer,
  ): Promise<IngestAnswer | undefined> {
    const verdict = verifier?.(headers, body, Date.now());
    if (verdict === undefined) return undefined;
    if (verdict !== 'late-money') {
      if (verdict !== 'stale-timestamp') this.#pushes?.get(name)?.notGenuine();
      return { ...UNAUTHORIZED, body: { error: verdict } };
    }
    const signature = inbound.moneySignature?.(headers) ?? '';
    const isTaken = await this.#asked((money) => money.has(name, signature));
    if (isTaken === undefined) return UNAVAILABLE;
    return isTaken ? { status: inbound.okStatus, body: ALREADY_TAKEN } : undefined;
  }

  /** The answer of Redis; `undefined` where it does not answer in time. */
  async #asked<Answer>(ask: (money: TakenMoney) => Promise<Answer>): Promise<Answer | undefined> {
    const money = this.#pushes?.takenMoney;
    if (money === undefined) return undefined;
    const answer = ask(money).catch(() => undefined);
    return inOwnTime(answer, this.#limits.appendWithinMs, () => undefined);
  }

  async #take(
    { headers }: IncomingMessage,
    route: IngestRoute,
    body: Buffer,
  ): Promise<IngestAnswer> {
    const { name, inbound, unknownKindIsProblem } = route;
    const bridge = this.#pushes?.get(name);
    let push = this.#unsettled.take(name, body);
    if (push === undefined) {
      if (bridge === undefined || !bridge.isWell) return UNAVAILABLE;
      const frame = inbound.frameOf?.(headers, body) ?? body;
      push = await this.#decoded(bridge, frame, unknownKindIsProblem);
      if (push === undefined) return UNAVAILABLE;
    }
    const settlement = await this.#settled(push);
    if (settlement === undefined) {
      this.#unsettled.keep(name, body, push);
      return UNAVAILABLE;
    }
    if (settlement.kind === 'lost') return UNAVAILABLE;
    if (settlement.shed > 0) return overloaded(settlement.shed);
    const money = inbound.moneySignature?.(headers);
    // If this fails, a repetition within the next minutes is still known by its ids.
    if (money !== undefined) await this.#asked((taken) => taken.add(name, money));
    const { account } = push;
    const isFine = account.isFaultless || !inbound.namesProblems;
    const okStatus = isFormBody(headers['content-type'], body) ? 200 : inbound.okStatus;
    const told = { ...inbound.okBody, ...account.account() };
    return { status: isFine ? okStatus : 400, body: told };
  }

  /** Decodes a push; `undefined`: nothing is taken of it, for Redis does not answer, or does not take events. */
  async #decoded(
    bridge: PushedBridge,
    frame: Frame,
    unknownKindIsProblem: boolean,
  ): Promise<Push | undefined> {
    const turn = bridge.turnFor(frame);
    let isLate = false;
    const leave = await inOwnTime(turn, this.#limits.appendWithinMs, () => {
      isLate = true;
      return undefined;
    });
    // The next running count tells of these gifts, too; counted without the turn they would come again and again.
    if (isLate) void turn.then((one) => one?.());
    if (leave === undefined) return undefined;
    let push: Push | undefined;
    try {
      if (bridge.isWell) push = bridge.push(frame, unknownKindIsProblem);
    } finally {
      // The turn is given up in any case.
      leave(push);
    }
    return push;
  }

  async #settled({ receipt }: Push): Promise<ReceiptOutcome | undefined> {
    return inOwnTime(receipt.settled, this.#limits.appendWithinMs, () => undefined);
  }
}

const ONLY_WEB_SOCKET = refusal(
  426,
  'upgrade-required',
  'This source is pushed over a WebSocket: open one on this address.',
  { upgrade: 'websocket', connection: 'upgrade' },
);
const ALREADY_TAKEN = { accepted: 0, ignored: 1 };
const NOT_UTF8 = refusal(
  400,
  'not-utf8',
  'The body is not UTF-8 (GBK, perhaps): encode it as UTF-8, and push it again.',
);
const EMPTY = refusal(400, 'empty', 'The body is empty.');
const TOO_LARGE = refusal(413, 'too-large', 'The body is too large: push fewer events at a time.');

const BODY_ANSWERS: Readonly<Record<BodyProblem, IngestAnswer | undefined>> = {
  'too-large': TOO_LARGE,
  'too-slow': refusal(408, 'too-slow', 'The body did not come in time.', { connection: 'close' }),
  corrupt: refusal(400, 'corrupt', 'The body is not packed as Content-Encoding says.'),
  busy: UNAVAILABLE,
  aborted: undefined,
};

/** RFC 9110: its case says nothing, and `x-gzip` is another word for `gzip`. */
function codingOf(header = 'identity'): string {
  const coding = header.trim().toLowerCase();
  return coding === 'x-gzip' ? 'gzip' : coding;
}

function isOneOf(encodings: readonly string[], encoding: string): boolean {
  return encodings.includes(encoding);
}

function badEncoding(encodings: readonly string[]): IngestAnswer {
  const known = ['identity', ...encodings].join(', ');
  return refusal(415, 'bad-encoding', `Content-Encoding must be one of: ${known}.`, {
    'accept-encoding': known,
  });
}

function overRate({ rate }: IngestRoute): IngestAnswer | undefined {
  const waitMs = rate.take();
  if (waitMs === 0) return undefined;
  return refusal(429, 'too-many', "More than the bridge's requestsPerSecond.", {
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
}

/** The answer where the target's buffer is full, or the memory for events while Redis is away. */
function overloaded(shed: number): IngestAnswer {
  const message = `The buffer had no room for ${shed} of the events. Push them again later.`;
  return { ...UNAVAILABLE, body: { error: 'overloaded', message } };
}
