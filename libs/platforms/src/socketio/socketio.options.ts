import { isBlock, Optional, Text, TO_CONNECT, ValueThat, WriteOnly } from '#options';
import { TalkOptions } from '../options/talk.options.js';
import { IsAnyUrl } from '../options/web-socket-url.js';
import { IsRequestHeaders } from '../websocket/request-headers.js';
import { isEvent } from './socketio.decoder.js';

/** The most events that are sent after connecting. */
const EMIT_MAX = 16;
/** The longest of them, and of `auth`, as JSON, in characters. */
const EMITTED_LENGTH_MAX = 65_536;

/** The keys that `socketio` takes in the file: a Socket.IO server whose events hold JSON. */
export class SocketIoOptions extends TalkOptions {
  @IsAnyUrl(TO_CONNECT)
  readonly url!: string;

  /** @defaultValue `/socket.io` */
  @Optional()
  @Text('a path such as /socket.io', /^\/[!"$-)+->@-~]{0,255}$/)
  readonly path?: string;

  /** @defaultValue `/` */
  @Optional()
  @Text('a namespace such as /chat', /^\/[!-+\--~]{0,255}$/)
  readonly namespace?: string;

  /** Sent with the request for the connection. */
  @Optional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  /** Sent to the server when entering the namespace. */
  @Optional()
  @ValueThat(`a block of names and values, of at most ${EMITTED_LENGTH_MAX} characters`, isAuth, {
    schema: { type: 'object' },
  })
  @WriteOnly()
  readonly auth?: Readonly<Record<string, unknown>>;

  /** Events to send after connecting, in this order: each a list of its name and values. */
  @Optional()
  @ValueThat(`a list of at most ${EMIT_MAX} events, such as [[join, { room: 42 }]]`, areEvents, {
    schema: { type: 'array', items: { type: 'array' } },
  })
  readonly emit?: readonly (readonly unknown[])[];
}

function isAuth(value: unknown): boolean {
  return isBlock(value) && isShort(value);
}

function areEvents(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > EMIT_MAX) return false;
  return (value as unknown[]).every((event) => {
    return isEvent(event) && isShort(event as unknown[]);
  });
}

function isShort(value: object): boolean {
  return JSON.stringify(value).length <= EMITTED_LENGTH_MAX;
}
