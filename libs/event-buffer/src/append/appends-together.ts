import { Cluster } from 'ioredis';
import type { BufferRedis } from '../redis/buffer-redis.js';
import type { AppendAnswer, AppendCall } from '../scripts/append/append.lua.js';

/** The most that one command appends, so that it never keeps Redis busy for long. */
const APPENDS_MAX = 32;
const BYTES_MAX = 64 * 1024;

interface Waiting {
  readonly call: AppendCall;
  readonly resolve: (answer: AppendAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends the appends of one turn of the event loop in one command: with many quiet bridges, a command
 * costs more than what it carries. Each append has an answer of its own, which may be an error.
 */
export class AppendsTogether {
  readonly #redis: BufferRedis;
  /** In a cluster, the keys of two targets may be on two servers. */
  readonly #atATime: number;
  #waiting: Waiting[] = [];

  constructor(redis: BufferRedis) {
    this.#redis = redis;
    this.#atATime = (redis as unknown) instanceof Cluster ? 1 : APPENDS_MAX;
  }

  async append(call: AppendCall): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      // After all that this turn appends, be it in promises.
      if (this.#waiting.push({ call, resolve, reject }) === 1) process.nextTick(() => this.#send());
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let from = 0;
    let bytes = 0;
    for (let i = 0; i < waiting.length; i++) {
      const more = bytesOf(waiting[i]!.call);
      if (i > from && (i - from === this.#atATime || bytes + more > BYTES_MAX)) {
        void this.#sendSome(waiting.slice(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    void this.#sendSome(from === 0 ? waiting : waiting.slice(from));
  }

  async #sendSome(some: readonly Waiting[]): Promise<void> {
    try {
      const [first] = some;
      const answers =
        some.length === 1
          ? [await this.#redis.appendEvents(first!.call)]
          : await this.#redis.appendTogether({ calls: some.map(({ call }) => call) });
      for (let i = 0; i < some.length; i++) {
        const answer = answers[i]!;
        if (answer instanceof Error) some[i]!.reject(answer);
        else some[i]!.resolve(answer);
      }
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}

function bytesOf({ added }: AppendCall): number {
  let bytes = 0;
  for (const { header, fragments, ids } of added) {
    bytes += header.length + fragments.length + ids.length;
  }
  return bytes;
}
