import type { NoticeChannel, NoticeChannelType } from '#config';
import { createHmac } from 'node:crypto';

/** The parts of a message. */
export interface ChannelMessage {
  readonly text: string;
  /** The content of the text as data, for programs. */
  readonly data: object;
  /** Names the message; the same when it is sent again. */
  readonly id: string;
}

interface ChannelRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type MakeRequest = (
  channel: NoticeChannel,
  message: ChannelMessage,
  /** ms since 1970. */
  now: number,
) => ChannelRequest;

/** Makes the request for a message to a channel, signed where the channel has a secret. */
export const requestFor: MakeRequest = (channel, message, now) => {
  return MAKE[channel.type](channel, message, now);
};

const MAKE: Readonly<Record<NoticeChannelType, MakeRequest>> = {
  /** 自定义机器人使用指南: the text to sign is the HMAC's key, and its message is empty. */
  feishu: ({ url, secret }, { text }, now) => {
    const timestamp = String(Math.floor(now / 1000));
    const signature =
      secret === undefined ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret.reveal()}`, '') };
    return json(url.reveal(), { ...signature, msg_type: 'text', content: { text } });
  },

  /** 自定义机器人安全设置, 加签: time and signature are parameters of the address. */
  dingtalk: ({ url, secret }, { text }, now) => {
    const address = new URL(url.reveal());
    if (secret !== undefined) {
      address.searchParams.set('timestamp', String(now));
      address.searchParams.set('sign', hmac(secret.reveal(), `${now}\n${secret.reveal()}`));
    }
    return json(address.href, { msgtype: 'text', text: { content: text } });
  },

  /** 群机器人配置说明: nothing is signed, the address has the key. */
  wecom: ({ url }, { text }) => json(url.reveal(), { msgtype: 'text', text: { content: text } }),

  /** Incoming webhooks, which Mattermost, Rocket.Chat, Discord's /slack and others speak, too. */
  slack: ({ url }, { text }) => json(url.reveal(), { text: escaped(text) }),

  /** Standard Webhooks 1.0, where there is a secret: `whsec_` and base64, or the bytes as they are. */
  webhook: ({ url, secret }, { id, text, data }, now) => {
    const timestamp = String(Math.floor(now / 1000));
    const { body, ...request } = json(url.reveal(), { type: 'notice', text, ...data });
    const about = { 'webhook-id': id, 'webhook-timestamp': timestamp };
    const signed =
      secret === undefined
        ? {}
        : { 'webhook-signature': standardSignature(secret.reveal(), id, timestamp, body) };
    return { ...request, body, headers: { ...request.headers, ...about, ...signed } };
  },
};

/** The signature of Standard Webhooks 1.0. */
export function standardSignature(
  secret: string,
  id: string,
  timestamp: string,
  body: string,
): string {
  return `v1,${hmac(keyOf(secret), `${id}.${timestamp}.${body}`)}`;
}

function json(url: string, value: object): ChannelRequest {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { url, headers, body: JSON.stringify(value) };
}

function hmac(key: string | Buffer, message: string): string {
  return createHmac('sha256', key).update(message).digest('base64');
}

/** Slack's markup uses these three characters. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
}
