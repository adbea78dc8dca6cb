import { CLOCK_AHEAD_MAX_MS, TIMESTAMP_MAX } from './limits.js';
import type { Gift, LiveEvent, User } from './live-event.js';

/**
 * The JSON fragment that a report holds for this event, as MetaStudio documents it: `content` is
 * a JSON document serialised to a string. Nothing a viewer wrote can break out of it.
 *
 * Runs once per event, so it is written for speed: the inner document is put together by hand
 * (its keys and their order never vary) and only strings go through `JSON.stringify`.
 *
 * @param receivedAt when the frame arrived, in ms: see {@link reportedTimestamp}.
 */
export function encodeLiveEvent(event: LiveEvent, receivedAt: number): string {
  const timestamp = reportedTimestamp(event.timestamp, receivedAt);
  switch (event.type) {
    case 'comment': {
      const content = `{"user":${user(event.user)},"content":${JSON.stringify(event.text)}}`;
      return fragment(timestamp, 1, content);
    }
    case 'enter':
      return fragment(timestamp, 2, `{"user":${user(event.user)}}`);
    case 'like':
      return fragment(timestamp, 3, `{"user":${user(event.user)}}`);
    case 'gift':
      return fragment(timestamp, 4, `{"gift":${gift(event.gift)},"user":${user(event.user)}}`);
    case 'follow':
      return fragment(timestamp, 5, `{"user":${user(event.user)}}`);
    case 'viewers':
      return fragment(timestamp, 6, `{"numberOfViewers":${event.numberOfViewers}}`);
  }
}

/**
 * The time that is reported: the platform's, in whole ms; the time of receipt where it is absent,
 * outside MetaStudio's range, or more than a minute ahead of our clock.
 */
export function reportedTimestamp(timestamp: number | undefined, receivedAt: number): number {
  if (timestamp === undefined || !(timestamp > 0) || timestamp > TIMESTAMP_MAX) return receivedAt;
  return timestamp > receivedAt + CLOCK_AHEAD_MAX_MS ? receivedAt : Math.floor(timestamp);
}

function fragment(timestamp: number, type: number, content: string): string {
  return `{"timestamp":${timestamp},"type":${type},"content":${JSON.stringify(content)}}`;
}

function user(of: User): string {
  const { userId, name, level, badge, badgeLevel } = of;
  const badgeText = badge === '' ? '""' : JSON.stringify(badge);
  return `{"userId":${JSON.stringify(userId)},"name":${JSON.stringify(name)},"level":${level},"badge":${badgeText},"badgeLevel":${badgeLevel}}`;
}

function gift(of: Gift): string {
  return `{"giftName":${JSON.stringify(of.giftName)},"giftNum":${of.giftNum},"totalValue":${of.totalValue},"giftValue":${of.giftValue}}`;
}
