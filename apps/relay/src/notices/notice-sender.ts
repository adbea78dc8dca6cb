import { backoffMs, boundedSignal, pause } from '#timing';
import type { NoticeChannel } from '#config';
import { beginningOf, type Fetch } from '#source';
import { randomUUID } from 'node:crypto';
import { answerOf, type ChannelAnswer } from './channels/channel-answer.js';
import { requestFor, type ChannelMessage } from './channels/channel-request.js';

/** The bounds of one request, and of the tries of one message. */
const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 16_384;
const TRIES_MAX = 3;
const PAUSE_MS = 1500;

export interface NoticeSenderParts {
  readonly channels: readonly NoticeChannel[];
  readonly fetch: Fetch;
  /** What became of the message at one channel. */
  readonly answered: (channel: NoticeChannel, answer: ChannelAnswer) => void;
  /** The longest before the second try, in ms; before the third it is twice as long. */
  readonly pauseMs?: number;
}

/** Sends messages to all channels, side by side. */
export class NoticeSender {
  readonly #parts: NoticeSenderParts;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: NoticeSenderParts) {
    this.#parts = parts;
  }

  /**
   * @param signal ends the tries; a request under way is waited for, since it may have arrived.
   * @returns whether a channel took it, as soon as one did: a robot that hangs holds up no other
   * message. Never rejects.
   */
  async send(message: Omit<ChannelMessage, 'id'>, signal?: AbortSignal): Promise<boolean> {
    const { channels, answered } = this.#parts;
    const whole = { ...message, id: `notice_${randomUUID()}` };
    const answers = channels.map(async (channel) => {
      const answer = await this.#sendTo(channel, whole, signal);
      answered(channel, answer);
      return answer.kind === 'taken';
    });
    const all = Promise.all(answers);
    this.#underWay.add(all);
    void all.finally(() => this.#underWay.delete(all));
    return new Promise((resolve) => {
      for (const answer of answers) void answer.then((isTaken) => isTaken && resolve(true));
      void all.then((taken) => resolve(taken.includes(true)));
    });
  }

  /** Resolves when every channel has answered, or was given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #sendTo(
    channel: NoticeChannel,
    message: ChannelMessage,
    signal: AbortSignal | undefined,
  ): Promise<ChannelAnswer> {
    const { pauseMs = PAUSE_MS } = this.#parts;
    const backoff = { firstMs: pauseMs, longestMs: 2 * pauseMs, leastMs: pauseMs / 3 };
    for (let tries = 1; ; tries++) {
      const answer = await this.#ask(channel, message);
      if (answer.kind !== 'again' || tries >= TRIES_MAX) return answer;
      await pause(backoffMs(tries, backoff), signal);
      if (signal?.aborted === true) return answer;
    }
  }

  async #ask(channel: NoticeChannel, message: ChannelMessage): Promise<ChannelAnswer> {
    const { url, headers, body } = requestFor(channel, message, Date.now());
    try {
      const response = await this.#parts.fetch(url, {
        method: 'POST',
        headers,
        body,
        // A redirect would lead away from the robot.
        redirect: 'manual',
        signal: boundedSignal(TIMEOUT_MS),
      });
      const { bytes } = await beginningOf(response, ANSWER_BYTES_MAX);
      return answerOf(channel.type, response.status, bytes.toString());
    } catch (error) {
      return { kind: 'again', reason: reasonOf(error), wayOut: UNREACHABLE };
    }
  }
}

const UNREACHABLE = 'It cannot be reached: look at its url, at HTTPS_PROXY and at the network.';

/**
 * The code of an error, such as `ECONNREFUSED`: its message may hold the address, which is a
 * secret.
 */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return name === 'TimeoutError' ? 'no-answer' : 'unreachable';
}
