import { bilingual, type HearingTerms, type RoomState } from '#source';

const COOKIE = {
  en: 'Give douyinLive the cookie of a Douyin account that is logged in, and pass the captcha in its browser if Douyin asks for one.',
  zh: '请给 douyinLive 填入已登录的抖音账号的 Cookie；如果抖音要求验证，请在它的浏览器里完成验证。',
};

const NOT_LIVE = bilingual(
  `douyinLive says that the room is not live. If it is, check the last part of url. ${COOKIE.en}`,
  `douyinLive 显示直播间未开播。如果已经开播，请检查 url 的最后一段。${COOKIE.zh}`,
);
const NOT_TOLD = bilingual(
  `douyinLive cannot tell whether the room is live: Douyin does not answer it. ${COOKIE.en}`,
  `douyinLive 无法确认直播间是否在播：抖音没有响应。${COOKIE.zh}`,
);

/** The room states that douyinLive repeats, and what the operator can do about each. */
export const ROOM_STATES: ReadonlyMap<string, { state: RoomState; wayOut?: string }> = new Map<
  string,
  { state: RoomState; wayOut?: string }
>([
  ['ROOM_ONLINE', { state: 'live' }],
  ['ROOM_OFFLINE', { state: 'ended', wayOut: NOT_LIVE }],
  ['ACCOUNT_OFFLINE_NO_ROOM', { state: 'ended', wayOut: NOT_LIVE }],
  ['ROOM_ENDED', { state: 'ended', wayOut: NOT_LIVE }],
  ['ROOM_STATUS_UNKNOWN', { state: 'unknown', wayOut: NOT_TOLD }],
]);

/** Since December 2025 Douyin sends no gifts to readers without an account. */
export const DOUYIN_HEARING: HearingTerms = {
  giftsMissing: bilingual(
    'Viewers comment, and no gift came in half an hour: Douyin sends guests none. Give the tool that reads Douyin the cookie of an account that is logged in.',
    '观众一直在发弹幕，但半小时内没有收到礼物：抖音不向游客推送礼物。请给读取抖音的工具填入已登录账号的 Cookie。',
  ),
};
