import type { EventClass, EventType } from '#live-event';
import { HeaderWriter, readEntry, type Entry } from '../append/entry.js';
import { DrainWindow } from './drain-window.js';
import { START } from './cursor.js';
import { Sketch } from './sketch.js';

const AT = 1_700_000_000_000;
const NO_EXPIRY = { paid: -Infinity, chat: -Infinity, ambient: -Infinity };
const FRAGMENT = Buffer.from('{},');

/** An entry with events of these types, each received so many ms after {@link AT}. */
function entry(id: string, ...events: readonly (readonly [EventType, number])[]): Entry {
  const writer = new HeaderWriter('main');
  const header = Buffer.alloc(writer.bytes(events.length));
  writer.start(header, AT);
  events.forEach(([type, afterMs], i) => {
    writer.writeEvent(header, i, type, FRAGMENT.length, afterMs);
  });
  return readEntry(id, header, Buffer.concat(events.map(() => FRAGMENT)))!;
}

function sketchOf(entries: readonly Entry[], onlyPaid = false, cursor = START): Sketch {
  const window = new DrainWindow(cursor);
  window.add(entries);
  return new Sketch(window, onlyPaid);
}

function oldestOf(sketch: Sketch, expired: Partial<Record<EventClass, number>> = {}) {
  const oldest = sketch.oldest({ ...NO_EXPIRY, ...expired });
  return Object.fromEntries(Array.from(oldest, ([eventClass, at]) => [eventClass, at - AT]));
}

describe('a sketch', () => {
  it('tells how much waits and since when, of each class, also of what came behind', () => {
    const sketch = sketchOf([entry('1-0', ['comment', 5], ['like', 7])]);
    expect(oldestOf(sketch)).toEqual({ chat: 5, ambient: 7 });
    sketch.add([entry('2-0', ['gift', 9], ['comment', 11])]);
    expect(oldestOf(sketch)).toEqual({ chat: 5, ambient: 7, paid: 9 });
    const { entries, events, bytes, lastEntry } = sketch;
    expect({ entries, events, bytes, lastEntry }).toEqual({
      entries: 2,
      events: 4,
      bytes: 4 * FRAGMENT.length,
      lastEntry: '2-0',
    });
  });

  it('begins at the cursor, within an entry as well', () => {
    const cursor = { entry: '1-0', index: 1 };
    const sketch = sketchOf([entry('1-0', ['gift', 1], ['comment', 5])], false, cursor);
    expect(oldestOf(sketch)).toEqual({ chat: 5 });
    expect([sketch.events, sketch.bytes]).toEqual([1, FRAGMENT.length]);
  });

  it('tells when a class has expired as far as it knows, since younger ones may have come behind', () => {
    const sketch = sketchOf([entry('1-0', ['like', 1], ['like', 4], ['comment', 2])]);
    const hasExpired = (expired: Partial<Record<EventClass, number>>): boolean =>
      sketch.hasExpired({ ...NO_EXPIRY, ...expired });
    expect([hasExpired({}), hasExpired({ ambient: AT + 4 })]).toEqual([false, false]);
    expect([hasExpired({ ambient: AT + 5 }), hasExpired({ chat: AT + 3 })]).toEqual([true, true]);
    // There is none of that class.
    expect(hasExpired({ paid: AT + 100 })).toBe(false);
  });

  it('leaves out a class of which all has expired, and what has expired of another', () => {
    const sketch = sketchOf([entry('1-0', ['like', 1], ['like', 4], ['comment', 2])]);
    expect(oldestOf(sketch, { ambient: AT + 3 })).toEqual({ ambient: 3, chat: 2 });
    expect(oldestOf(sketch, { ambient: AT + 5 })).toEqual({ chat: 2 });
    expect(oldestOf(sketch, { ambient: AT + 5, chat: AT + 5 })).toEqual({});
  });

  it('tells of paid events alone where no others are reported', () => {
    const sketch = sketchOf([entry('1-0', ['comment', 1], ['gift', 2])], true);
    expect(oldestOf(sketch)).toEqual({ paid: 2 });
    expect(sketch.events).toBe(2);
  });
});
