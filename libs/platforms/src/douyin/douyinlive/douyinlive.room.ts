import type { HearingTerms, RoomState } from '#source';

const COOKIE =
  'Give douyinLive the cookie of a Douyin account that is logged in, and pass the captcha in its browser if Douyin asks for one.';

const NOT_LIVE = `douyinLive says that the room is not live. If it is, check the last part of url. ${COOKIE}`;

/** The room states that douyinLive repeats, and what the operator can do about each. */
export const ROOM_STATES: ReadonlyMap<string, { state: RoomState; wayOut?: string }> = new Map<
  string,
  { state: RoomState; wayOut?: string }
>([
  ['ROOM_ONLINE', { state: 'live' }],
  ['ROOM_OFFLINE', { state: 'ended', wayOut: NOT_LIVE }],
  ['ACCOUNT_OFFLINE_NO_ROOM', { state: 'ended', wayOut: NOT_LIVE }],
  ['ROOM_ENDED', { state: 'ended', wayOut: NOT_LIVE }],
  [
    'ROOM_STATUS_UNKNOWN',
    {
      state: 'unknown',
      wayOut: `douyinLive cannot tell whether the room is live: Douyin does not answer it. ${COOKIE}`,
    },
  ],
]);

/** Since December 2025 Douyin sends no gifts to readers without an account. */
export const DOUYIN_HEARING: HearingTerms = {
  giftsMissing:
    'Viewers comment, and no gift came in half an hour: Douyin sends guests none. Give the tool that reads Douyin the cookie of an account that is logged in.',
};
