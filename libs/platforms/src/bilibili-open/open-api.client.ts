import { fieldsOf } from '#live-event';
import { boundedSignal } from '#timing';
import { randomUUID } from 'node:crypto';
import { bilingual, bilingualWithNumber, SourceError, unreached, type AfterClose } from '#source';
import { jsonOf, type Fetch } from '../bounded-answer.js';
import { WRONG_CODE } from './bilibili-words.js';
import type { OpenAnswer, StartAnswer } from './bilibili-open.external.js';
import { signedHeaders, type OpenKey } from './open-signature.js';

/** A session that Bilibili has opened for us. */
export interface StartedSession {
  /** `''` for projects that need neither heartbeats nor an end. */
  readonly gameId: string;
  readonly authBody: string;
  /** At least one. */
  readonly links: readonly [string, ...string[]];
}

/** Bilibili's codes for a session that is over: its heartbeats were late, or somebody ended it. */
export const SESSION_OVER: ReadonlySet<number> = new Set([7000, 7003]);

/** The calls of the live open platform that a session needs. Each takes at most 8 s. */
export class OpenApiClient {
  readonly #url: string;

  constructor(
    url: string,
    private readonly key: OpenKey,
    private readonly appId: number,
    private readonly fetch: Fetch,
  ) {
    this.#url = url.replace(/\/+$/, '');
  }

  /**
   * Opens a session in the room that the code belongs to.
   *
   * @throws {SourceError} when Bilibili refuses, or does not answer.
   */
  async start(code: string): Promise<StartedSession> {
    const answer = await this.#call('start', { code, app_id: this.appId });
    if (answer.code !== 0) throw refusalOf(answer.code);
    const session = sessionOf(answer.data);
    if (session === undefined) throw new SourceError(NO_SESSION);
    return session;
  }

  /**
   * Keeps the session alive: Bilibili ends it after a minute without a heartbeat.
   * @returns Bilibili's code: 0, or the reason for a refusal.
   * @throws {SourceError} when Bilibili does not answer.
   */
  async heartbeat(gameId: string): Promise<number> {
    const { code } = await this.#call('heartbeat', { game_id: gameId });
    return code;
  }

  /**
   * Ends a session, so that the room is free for the next one.
   *
   * @throws {SourceError} when Bilibili does not answer, or refuses although the session goes on.
   */
  async end(gameId: string): Promise<void> {
    const { code } = await this.#call('end', { app_id: this.appId, game_id: gameId });
    if (code !== 0 && !SESSION_OVER.has(code)) throw refusalOf(code);
  }

  async #call(
    name: 'start' | 'heartbeat' | 'end',
    fields: Readonly<Record<string, string | number>>,
  ): Promise<{ code: number; data: Partial<StartAnswer> }> {
    const body = JSON.stringify(fields);
    const init: RequestInit = {
      method: 'POST',
      headers: signedHeaders(body, this.key, Date.now(), randomUUID()),
      body,
      redirect: 'error',
      signal: boundedSignal(TIMEOUT_MS),
    };
    try {
      const response = await this.fetch(`${this.#url}/v2/app/${name}`, init);
      const { code, data } = fieldsOf((await jsonOf(response)) as OpenAnswer);
      if (typeof code === 'number') return { code, data: fieldsOf(data) };
    } catch (cause) {
      throw unreached(cause, UNREACHABLE);
    }
    throw new SourceError(NO_ANSWER);
  }
}

function sessionOf(answer: Partial<StartAnswer>): StartedSession | undefined {
  const { game_id: gameId } = fieldsOf(answer.game_info);
  const { auth_body: authBody, wss_link: links } = fieldsOf(answer.websocket_info);
  if (typeof authBody !== 'string' || authBody.length > AUTH_BODY_LENGTH_MAX) return undefined;
  if (!Array.isArray(links)) return undefined;
  const [first, ...others] = links
    .filter((link): link is string => typeof link === 'string' && link !== '')
    .slice(0, LINKS_MAX);
  if (first === undefined) return undefined;
  return { gameId: typeof gameId === 'string' ? gameId : '', authBody, links: [first, ...others] };
}

/** @param code Bilibili's code, which identifies the problem. */
function refusalOf(code: number): SourceError {
  const wayOut = WAYS_OUT.get(code);
  const words = wayOut ?? refusedWith(code);
  const after: AfterClose =
    wayOut === undefined ? 'reconnect' : PASSING.has(code) ? 'slow' : { refused: words };
  return new SourceError(words, { after });
}

const TIMEOUT_MS = 8_000;
const AUTH_BODY_LENGTH_MAX = 16 * 1024;
const LINKS_MAX = 32;

const UNREACHABLE = bilingual(
  'Bilibili could not be reached: check the network and the proxy.',
  '无法连接哔哩哔哩：请检查网络和代理。',
);
const NO_ANSWER = bilingual(
  'Bilibili answered something that is no answer: check url and apiUrl.',
  '哔哩哔哩的响应无法识别：请检查 url 和 apiUrl。',
);
const NO_SESSION = bilingual(
  'Bilibili told no address of the chat.',
  '哔哩哔哩没有返回弹幕地址，稍后会自动重试。',
);
const KEYS = bilingual(
  'Bilibili does not accept the signature: check accessKeyId and accessKeySecret.',
  '哔哩哔哩签名校验失败：请检查 accessKeyId 和 accessKeySecret。',
);

const refusedWith = bilingualWithNumber(
  'Bilibili refuses to open a session, with code {}.',
  '哔哩哔哩拒绝开启场次，错误码 {}。',
);

const WAYS_OUT: ReadonlyMap<number, string> = new Map([
  [
    4000,
    bilingual(
      'Bilibili does not accept the request: check code and appId.',
      '哔哩哔哩不接受该请求：请检查 code（身份码）和 appId。',
    ),
  ],
  [4001, KEYS],
  [4002, KEYS],
  [
    4003,
    bilingual(
      'Bilibili finds our request too old: set the clock of this machine.',
      '哔哩哔哩认为请求已过期：请校准中继服务器的时钟。',
    ),
  ],
  [
    4007,
    bilingual(
      'Bilibili does not accept this address: add it to the allowed addresses of the project.',
      '哔哩哔哩不接受该服务器的 IP：请在开放平台把它加入项目的 IP 白名单。',
    ),
  ],
  [
    4008,
    bilingual(
      'The keys may not use this interface: check appId and the rights of the project.',
      '该密钥无权调用此接口：请检查 appId，以及项目的接口权限。',
    ),
  ],
  [
    7001,
    bilingual(
      'Bilibili wants some time before the next session in this room.',
      '开启过于频繁：哔哩哔哩要求间隔一段时间再开启该直播间的场次，稍后会自动重试。',
    ),
  ],
  [
    7002,
    bilingual(
      'The project is open in this room already: Bilibili lets it go a minute after the other side has stopped.',
      '该项目已在此直播间开启：对方停止后约一分钟，哔哩哔哩才会释放，之后会自动连接。',
    ),
  ],
  [7007, WRONG_CODE],
  [
    8002,
    bilingual(
      'The project may not be opened in this room: check appId and its state on the platform.',
      '该项目不能在此直播间开启：请检查 appId，以及项目在开放平台的状态。',
    ),
  ],
]);

/** Refusals that pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([4003, 7001, 7002]);
