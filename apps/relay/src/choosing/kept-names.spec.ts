import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FilterConfig } from '#config';
import type { LiveEvent } from '#live-event';
import { EventFilter } from '../collector/intake/event-filter.js';
import { EventChooser } from './event-chooser.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The bytes of the heap that are in use once nothing else is collected. */
function held(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const FRAME_BYTES = 1024 * 1024;
const VIEWERS = 50;

/** A comment of a viewer of its own, cut out of a frame as a decoder of text does. */
function comment(at: number): LiveEvent {
  const [name, text] = [`A viewer called ${at}`, `How much is number ${at}?`];
  const frame = Buffer.from(`${name}${text}${'x'.repeat(FRAME_BYTES)}`).toString();
  const end = name.length + text.length;
  const user = { userId: `twitch_${at}`, level: 0, badge: '', badgeLevel: 0 };
  const cut = { ...user, name: frame.slice(0, name.length) };
  return { type: 'comment', user: cut, text: frame.slice(name.length, end) };
}

const NAMES = { maxLength: 40, digits: true, emoji: false, links: false, otherwise: 'friend' };
const REPEATS = {
  types: new Set(['comment']),
  users: { allow: new Set(), block: new Set() },
  blockWords: { plain: [], patterns: [] },
  minLength: 0,
  blockSymbolsOnly: false,
  repeatSeconds: 1,
} as unknown as FilterConfig;

describe('what is remembered of viewers holds no frame in memory', () => {
  it('names that were made speakable', () => {
    const chooser = new EventChooser({ names: NAMES }, 'salt', () => {});
    const before = held();
    for (let at = 0; at < VIEWERS; at++) chooser.offer(comment(at), 0);
    expect(held() - before).toBeLessThan(5 * FRAME_BYTES);
    expect(chooser.offer(comment(7), 0)).toMatchObject({ event: comment(7) });
  });

  it('texts that may not be repeated, once they may', () => {
    const filter = new EventFilter(REPEATS);
    const before = held();
    for (let at = 0; at < VIEWERS; at++) filter.reasonAgainst(comment(at), at * 1000);
    expect(held() - before).toBeLessThan(5 * FRAME_BYTES);
    expect(filter.reasonAgainst(comment(VIEWERS - 1), VIEWERS * 1000 - 1)).toBe('filtered_repeat');
  });
});
