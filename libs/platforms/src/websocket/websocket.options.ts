import { Block, Checked, Decimal, OneOf, OnlyIf, Optional, TextThat, TO_CONNECT } from '#options';
import { TalkOptions } from '../options/talk.options.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';
import { IsRequestHeaders } from './request-headers.js';

/** The default interval of heartbeats. */
export const HEARTBEAT_SECONDS_DEFAULT = 30;
/** The longest text that is sent, in characters. */
const SENT_TEXT_MAX = 65_536;
/** The most frames that are sent after connecting. */
const ON_OPEN_MAX = 16;

/** How to keep a connection alive: a text, or a WebSocket ping. */
export class HeartbeatOptions {
  @OnlyIf(({ send, ws }: HeartbeatOptions) => ws === undefined || send !== undefined)
  @TextThat(`a text of at most ${SENT_TEXT_MAX} characters, or ws: ping in its place`, isSentText)
  readonly send?: string;

  @OnlyIf(({ ws }: HeartbeatOptions) => ws !== undefined)
  @OneOf(['ping'])
  readonly ws?: 'ping';

  /** @defaultValue {@link HEARTBEAT_SECONDS_DEFAULT} */
  @Optional()
  @Decimal(1, 3600)
  readonly everySeconds?: number;
}

/** The keys that `websocket` takes in the file: a server that sends JSON. */
export class WebSocketOptions extends TalkOptions {
  @IsWebSocketUrl(TO_CONNECT)
  readonly url!: string;

  /** Sent with the request for the connection. */
  @Optional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  @Optional()
  @Checked(subprotocolsProblem, { schema: { type: 'array', items: { type: 'string' } } })
  readonly subprotocols?: string[];

  /** Text frames to send after connecting, in this order. */
  @Optional()
  @Checked(sentTextsProblem, { schema: { type: 'array', items: { type: 'string' } } })
  readonly onOpen?: string[];

  /** Without a heartbeat, a quiet server is pinged before it counts as dead. */
  @Optional()
  @Block(() => HeartbeatOptions, '{ send: a text, everySeconds: 20 } or { ws: ping }')
  readonly heartbeat?: HeartbeatOptions;
}

function isSentText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= SENT_TEXT_MAX;
}

const SUBPROTOCOLS_MAX = 16;
const SUBPROTOCOL = /^(?:[\w!#$%&'*+.^`|~-]{1,128}|\{\{ ?token ?\}\})$/;

function subprotocolsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be a list of subprotocol names';
  if (value.length > SUBPROTOCOLS_MAX) return `must have at most ${SUBPROTOCOLS_MAX} subprotocols`;
  if (new Set(value).size < value.length) return 'must not name a subprotocol twice';
  const sound = value.every((name) => typeof name === 'string' && SUBPROTOCOL.test(name));
  return sound ? undefined : 'must be a list of subprotocol names, without spaces';
}

function sentTextsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be a list of texts';
  if (value.length > ON_OPEN_MAX) return `must have at most ${ON_OPEN_MAX} texts`;
  return value.every(isSentText)
    ? undefined
    : `must be a list of texts of at most ${SENT_TEXT_MAX} characters: put JSON in quotes`;
}
