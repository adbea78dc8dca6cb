import type { Doing, GiftDoing, Repertoire, Viewer } from './doing.js';
import type { ChatClient, ChatPlatform, RoomWords } from './platform.js';

const ROOM = /^\/ws\/([\w-]{1,64})$/;

/**
 * The bridge tool douyinLive: `…/ws/<liveId>`; first a system frame, then Douyin's messages as
 * protojson: camelCase, 64-bit integers as strings, fields that are zero left out. The text `ping`
 * is answered with the text `pong`. The live id `404` does not exist, and closes; `offline` never
 * goes live.
 *
 * @see https://github.com/jwwsjlm/douyinLive
 */
export class DouyinLive implements ChatPlatform {
  readonly name = 'douyinlive';
  readonly repertoire: Repertoire = {
    weights: { comment: 45, enter: 20, like: 18, gift: 10, follow: 3, viewers: 2, noise: 2 },
    gifts: [
      { id: '463', name: '小心心', price: 1, countMax: 1, streak: true },
      { id: '2002', name: '棒棒糖', price: 9, countMax: 1, streak: true },
      { id: '165', name: '抖音1号', price: 10_001, countMax: 1 },
    ],
  };

  frames(room: RoomWords, doings: readonly Doing[]): string[] {
    return doings.map((doing) => {
      const method = METHODS[doing.kind];
      const common = commonOf(room, doing, method);
      return JSON.stringify({ common, ...fieldsOf(doing, room), method, ...WRAPPING });
    });
  }

  opened(client: ChatClient): void {
    const liveId = ROOM.exec(client.path)?.[1];
    if (liveId === undefined || liveId === '404') {
      client.send(system('ROOM_NOT_FOUND', { valid: false, live: false, status: 'not_found' }));
      client.close(1000, '');
      return;
    }
    const words = { room_id: liveId, live_name: '主播', title: '直播间', avatar_thumb: '' };
    if (liveId === 'offline') {
      const state = { valid: true, live: false, status: 'offline', retry_interval_seconds: 30 };
      client.send(system('ROOM_OFFLINE', { ...state, ...words }));
      return;
    }
    client.send(system('ROOM_ONLINE', { valid: true, live: true, status: 'online', ...words }));
    client.join(liveId);
  }

  message(client: ChatClient, text: string): void {
    if (text === 'ping') client.send('pong');
  }
}

const METHODS = {
  comment: 'WebcastChatMessage',
  enter: 'WebcastMemberMessage',
  like: 'WebcastLikeMessage',
  gift: 'WebcastGiftMessage',
  follow: 'WebcastSocialMessage',
  viewers: 'WebcastRoomUserSeqMessage',
  noise: 'WebcastRoomRankMessage',
} as const satisfies Record<Doing['kind'], string>;

const WRAPPING = { livename: '主播', title: '直播间', avatarThumb: 'https://example.com/a.jpeg' };

function system(code: string, state: object): string {
  const words = { status_text: code, message: code, suggestion: '' };
  return JSON.stringify({ type: 'system', event: 'live_status', code, ...state, ...words });
}

function commonOf(room: RoomWords, doing: Doing, method: string): object {
  const stream = String(room.stream).padStart(4, '0');
  // Nineteen digits, neighbours in the last ones: a reader of doubles takes them for the same.
  const msgId = `7${room.run}${stream}${String(doing.serial).padStart(9, '0')}`;
  return { method, msgId, roomId: `73000000000000${stream}`, createTime: String(doing.at) };
}

function fieldsOf(doing: Doing, room: RoomWords): object {
  switch (doing.kind) {
    case 'comment': {
      const eventTime = String(Math.floor(doing.at / 1000));
      return { user: userOf(doing.viewer), content: doing.text, eventTime };
    }
    case 'enter':
      return { user: userOf(doing.viewer), memberCount: String(doing.serial), action: '1' };
    case 'like':
      return { user: userOf(doing.viewer), count: '3', total: String(3 * doing.serial) };
    case 'gift':
      return giftOf(doing, room);
    case 'follow':
      return { user: userOf(doing.viewer), action: '1', followCount: String(doing.serial) };
    case 'viewers':
      return { total: String(doing.viewers), totalUser: String(10 * doing.viewers) };
    case 'noise':
      return { ranks: [{ user: userOf(doing.viewer) }] };
  }
}

function giftOf({ at, gift, streak, viewer }: GiftDoing, room: RoomWords): object {
  const count = String(streak.total);
  return {
    giftId: gift.id,
    groupCount: '1',
    repeatCount: count,
    comboCount: count,
    user: userOf(viewer),
    ...(streak.end ? { repeatEnd: 1 } : {}),
    groupId: `${room.run}${streak.group}`,
    gift: {
      id: gift.id,
      ...(gift.streak === true ? { combo: true } : {}),
      type: gift.streak === true ? 1 : 2,
      diamondCount: gift.price,
      name: gift.name,
    },
    totalCount: count,
    sendTime: String(at),
  };
}

function userOf({ id, name, level, badge, badgeLevel }: Viewer): object {
  const club = { clubName: badge, ...(badgeLevel > 0 ? { level: badgeLevel } : {}) };
  return {
    id: `6800000000${id}`,
    shortId: id,
    nickname: name,
    avatarThumb: { urlList: ['https://example.com/v.jpeg'] },
    ...(level > 0 ? { payGrade: { level: String(level) } } : {}),
    ...(badge === '' ? {} : { fansClub: { data: club } }),
    secUid: `MS4wLjABAAAA${id}`,
    displayId: `dy${id}`,
  };
}
