import type { CommentDoing, Doing, GiftDoing, GiftKind, Viewer } from './doing.js';
import type { RoomWords } from './platform.js';

const LINES_OF_FRAME_MAX = 32;

/** Twitch's gifts: bits, and paid subscriptions. */
export const TWITCH_GIFTS: readonly GiftKind[] = [
  { id: 'bits', name: 'Bits', price: 1, countMax: 500, text: 'always' },
  { id: 'sub', name: 'Subscription', price: 0, countMax: 1 },
  { id: 'resub', name: 'Subscription', price: 0, countMax: 1, text: 'often' },
  { id: 'subgift', name: 'Subscription', price: 0, countMax: 1 },
  { id: 'submysterygift', name: 'Subscription', price: 0, countMax: 5 },
];

/** Twitch's IRC lines for these events, several to a frame. */
export function twitchFrames(room: RoomWords, doings: readonly Doing[]): string[] {
  const lines = doings.flatMap((doing) => linesOf(room, doing));
  const frames: string[] = [];
  for (let at = 0; at < lines.length; at += LINES_OF_FRAME_MAX) {
    frames.push(`${lines.slice(at, at + LINES_OF_FRAME_MAX).join('\r\n')}\r\n`);
  }
  return frames;
}

function linesOf(room: RoomWords, doing: Doing): string[] {
  switch (doing.kind) {
    case 'comment':
      return [privmsg(room, doing, doing.text, '')];
    case 'gift':
      return giftLines(room, doing);
    case 'noise':
      return [
        `@msg-id=raid;display-name=${escaped(doing.viewer.name)};msg-param-viewerCount=12;` +
          `tmi-sent-ts=${doing.at};user-id=${doing.viewer.id};id=${messageId(room, doing)} ` +
          `:tmi.twitch.tv USERNOTICE #${room.name}`,
      ];
    case 'enter':
    case 'like':
    case 'follow':
    case 'viewers':
      return [];
  }
}

function giftLines(room: RoomWords, doing: GiftDoing): string[] {
  const { gift, count, text } = doing;
  switch (gift.id) {
    case 'bits':
      return [privmsg(room, doing, `Cheer${count} ${text ?? ''}`.trimEnd(), `bits=${count};`)];
    case 'submysterygift':
      return mysteryGift(room, doing);
    case 'subgift':
      return [notice(room, doing, gift.id, recipient(doing.serial), '')];
    default: {
      const months = gift.id === 'sub' ? 1 : 2 + (doing.serial % 40);
      const params = `msg-param-cumulative-months=${months};`;
      return [notice(room, doing, gift.id, params, text ?? '')];
    }
  }
}

/** The announcement of several gifted subscriptions, and a line for each receiver. */
function mysteryGift(room: RoomWords, doing: GiftDoing): string[] {
  const origin = `msg-param-community-gift-id=${room.run}${doing.serial};msg-param-origin-id=${room.run}\\s${doing.serial};`;
  const announced = `msg-param-mass-gift-count=${doing.count};${origin}`;
  const lines = [notice(room, doing, 'submysterygift', announced, '')];
  for (let at = 0; at < doing.count; at++) {
    const params = `${recipient(doing.serial * 10 + at)}${origin}`;
    lines.push(notice(room, doing, 'subgift', params, '', `${at + 1}`));
  }
  return lines;
}

function recipient(n: number): string {
  return (
    `msg-param-gift-months=1;msg-param-months=1;msg-param-recipient-display-name=Lucky${n};` +
    `msg-param-recipient-id=${900_000 + n};msg-param-recipient-user-name=lucky${n};`
  );
}

function privmsg(
  room: RoomWords,
  doing: CommentDoing | GiftDoing,
  text: string,
  extra: string,
): string {
  const { viewer } = doing;
  const login = `viewer${viewer.id}`;
  const subscriber = badges(viewer);
  return (
    `@${subscriber};${extra}color=#1E90FF;display-name=${escaped(viewer.name)};emotes=;` +
    `first-msg=0;flags=;id=${messageId(room, doing)};mod=0;room-id=1;tmi-sent-ts=${doing.at};` +
    `turbo=0;user-id=${viewer.id};user-type= ` +
    `:${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${room.name} :${text}`
  );
}

function notice(
  room: RoomWords,
  doing: GiftDoing,
  kind: string,
  params: string,
  text: string,
  part = '',
): string {
  const { viewer } = doing;
  return (
    `@${badges(viewer)};color=;display-name=${escaped(viewer.name)};emotes=;flags=;` +
    `id=${messageId(room, doing, part)};login=viewer${viewer.id};mod=0;msg-id=${kind};${params}` +
    `msg-param-sub-plan-name=Channel\\sSubscription;msg-param-sub-plan=1000;room-id=1;` +
    `subscriber=1;system-msg=${kind};tmi-sent-ts=${doing.at};user-id=${viewer.id};user-type= ` +
    `:tmi.twitch.tv USERNOTICE #${room.name}${text === '' ? '' : ` :${text}`}`
  );
}

function badges({ badge, badgeLevel }: Viewer): string {
  if (badge === '') return 'badge-info=;badges=';
  return `badge-info=subscriber/${badgeLevel};badges=subscriber/${badgeLevel}`;
}

function messageId(room: RoomWords, doing: Doing, part = '0'): string {
  const stream = room.stream.toString(16).padStart(4, '0');
  const serial = doing.serial.toString(16).padStart(12, '0');
  return `${room.run}000-${stream}-4000-8${part.padStart(3, '0')}-${serial}`;
}

const ESCAPES = new Map([
  [';', '\\:'],
  [' ', '\\s'],
  ['\\', '\\\\'],
  ['\r', '\\r'],
  ['\n', '\\n'],
]);

/** The value of a tag, escaped by the rules of IRCv3. */
function escaped(text: string): string {
  return text.replace(/[; \\\r\n]/g, (character) => ESCAPES.get(character)!);
}
