import { bilingual } from './bilingual.js';

/** The states of a room as a platform reports them. `refused`: it does not let us read it. */
export const ROOM_STATES = ['live', 'ended', 'unknown', 'refused'] as const;
export type RoomState = (typeof ROOM_STATES)[number];

/**
 * Why a source hears nothing, though it is connected. A closed set: a metric label.
 * - `silent`: the platform has not even sent what it sends to everybody who connects.
 * - `not-understood`: frames come, and most of them cannot be read.
 * - `room-…`: the state of the room as the platform reports it, for longer than a moment.
 */
export type DeafCause = 'silent' | 'not-understood' | `room-${Exclude<RoomState, 'live'>}`;

/** What a source should hear, and what to do if it does not. */
export interface HearingTerms {
  /** How soon the platform sends something to everybody who connects, in ms. */
  readonly greetsMs?: number | undefined;
  /** What to do if viewers comment for long and nobody gives; absent if that is usual. */
  readonly giftsMissing?: string | undefined;
  /** What to do about a cause, if this source has its own answer. */
  readonly wayOut?: Readonly<Partial<Record<DeafCause, string>>> | undefined;
}

/** The sentence about a cause: what is wrong, and what to do. */
export function deafSentence(cause: DeafCause, { wayOut = {} }: HearingTerms): string {
  return wayOut[cause] ?? SENTENCES[cause];
}

const SENTENCES: Readonly<Record<DeafCause, string>> = {
  silent: bilingual(
    'The platform has said nothing since it accepted the connection: check the address and what it must be asked for.',
    '连接后对端没有发来任何内容：请检查地址、需要发送的订阅内容，以及弹幕工具是否已连上直播间。',
  ),
  'not-understood': bilingual(
    'What arrives cannot be read: check that the address belongs to this type of source, and the versions of both sides; `live-relay record` shows what comes.',
    '收到的内容无法识别：请确认地址与来源类型一致、两边版本相符；带签名的推送请核对密钥。用 live-relay record 可以查看收到的原始内容。',
  ),
  'room-unknown': bilingual(
    'The platform cannot tell whether the room is live: check the room, and what the tool needs to read it (a cookie, a login).',
    '平台无法确认直播间是否在播：请检查直播间，以及工具所需的 Cookie 或登录状态。',
  ),
  'room-refused': bilingual(
    'The platform does not let the room be read: check the account and the token.',
    '平台不允许读取该直播间：请检查账号和令牌。',
  ),
  'room-ended': bilingual(
    'The platform says that the room is not live. If it is, check that the address names the right room, and what the tool needs to read it (a cookie, a login).',
    '平台显示直播间未开播。如果已经开播，请检查地址中的直播间是否正确，以及工具所需的 Cookie 或登录状态。',
  ),
};
