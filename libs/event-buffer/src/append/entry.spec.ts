import * as fc from 'fast-check';
import { EVENT_TYPES, eventCodeOf, type EventType } from '#live-event';
import {
  ENTRY_EVENTS_MAX,
  entryOf,
  fragmentLength,
  HEADER_EVENT_BYTES,
  HEADER_FIXED_BYTES,
  HeaderWriter,
  readEntry,
  receivedAt,
  typeCode,
  versionOf,
} from './entry.js';

interface Written {
  readonly type: EventType;
  readonly bytes: number;
  readonly afterMs: number;
}

const bridgeName = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,63}$/u);
const written = fc.record<Written>({
  type: fc.constantFrom(...EVENT_TYPES),
  bytes: fc.integer({ min: 1, max: 0xff_ff_ff_ff }),
  afterMs: fc.integer({ min: 0, max: 0xff_ff_ff }),
});
const events = fc.array(written, { minLength: 1, maxLength: ENTRY_EVENTS_MAX });
const time = fc.integer({ min: 0, max: 4_102_415_999_000 });

function writeHeader(bridge: string, oldestAt: number, of: readonly Written[]): Buffer {
  const writer = new HeaderWriter(bridge);
  const header = Buffer.alloc(writer.bytes(of.length));
  writer.start(header, oldestAt);
  of.forEach(({ type, bytes, afterMs }, i) => writer.writeEvent(header, i, type, bytes, afterMs));
  return header;
}

/** As a buffer holds them. */
const FRAGMENTS = Buffer.from('{},');

describe('the header of an entry', () => {
  it('is read as it was written, for every event', () => {
    fc.assert(
      fc.property(bridgeName, time, events, (bridge, oldestAt, of) => {
        const fragments = Buffer.from('…,');
        const entry = readEntry('1-0', writeHeader(bridge, oldestAt, of), fragments)!;
        expect(entry).toMatchObject({ id: '1-0', bridge, receivedAt: oldestAt, count: of.length });
        expect(entry.fragments).toBe(fragments);
        const read = of.map((_, i) => ({
          code: typeCode(entry, i),
          bytes: fragmentLength(entry, i),
          at: receivedAt(entry, i),
        }));
        expect(read).toEqual(
          of.map(({ type, bytes, afterMs }) => ({
            code: eventCodeOf(type),
            bytes,
            at: oldestAt + afterMs,
          })),
        );
      }),
    );
  });

  it('keeps a time of receipt within its entry: never before it, and not hours behind it', () => {
    const of = [-5000, 0xff_ff_ff + 1, Number.MAX_SAFE_INTEGER].map((afterMs) => ({
      type: 'like' as const,
      bytes: 1,
      afterMs,
    }));
    const entry = readEntry('1-0', writeHeader('b', 1000, of), FRAGMENTS)!;
    expect(of.map((_, i) => receivedAt(entry, i))).toEqual([1000, 16_778_215, 16_778_215]);
  });

  it.each([
    ['are appended at once', 40_010, [0, 9], 40_000],
    ['gathered, or waited for Redis, for half a minute', 70_000, [0, 29_990], 40_000],
    ['are of a clock that is a minute behind', 100_000, [0, 9], 100_000],
    ['are of a clock that is ahead', 39_999, [0, 9], 39_999],
  ])(
    'believes the time of receipt where it fits the append: events that %s',
    (_, at, after, is) => {
      const of = after.map((afterMs) => ({ type: 'like' as const, bytes: 1, afterMs }));
      const fields = [Buffer.from('h'), writeHeader('b', 40_000, of), Buffer.from('d'), FRAGMENTS];
      expect(entryOf([Buffer.from(`${at}-0`), fields])!.receivedAt).toBe(is);
    },
  );

  it.each([
    ["the collector's", 39_000, 39_000],
    ['none, where that was ahead, too', 50_000, 40_000],
  ])(
    'whose id is ahead of the clock of Redis, which was set back, has a time of receipt of %s',
    (_, told, is) => {
      const header = writeHeader('b', told, [{ type: 'like', bytes: 1, afterMs: 0 }]);
      const fields = [Buffer.from('h'), header, Buffer.from('d'), FRAGMENTS];
      const row: [Buffer, Buffer[]] = [Buffer.from('28840000-3'), fields];
      expect(entryOf(row, undefined, 40_000)!.receivedAt).toBe(is);
    },
  );

  it('is not read where it is of another version, too short, or of no whole number of events', () => {
    const header = writeHeader('bridge', 1, [{ type: 'gift', bytes: 9, afterMs: 0 }]);
    expect(readEntry('1-0', header, FRAGMENTS)).toBeDefined();
    const newer = Buffer.from(header);
    newer[0] = 2;
    const beheaded = [
      newer,
      Buffer.alloc(0),
      header.subarray(0, HEADER_FIXED_BYTES - 1),
      header.subarray(0, header.length - 1),
      header.subarray(0, header.length - HEADER_EVENT_BYTES),
    ];
    for (const damaged of beheaded) {
      expect(readEntry('1-0', damaged, FRAGMENTS)).toBeUndefined();
    }
  });

  it('is of no entry where its events are cut off, but in a lane, whose entries end otherwise', () => {
    const header = writeHeader('b', 1, [{ type: 'gift', bytes: 3, afterMs: 0 }]);
    for (const cut of [0, 2]) {
      expect(readEntry('1-0', header, FRAGMENTS.subarray(0, cut))).toBeUndefined();
    }
    header[0] = versionOf('gifts');
    expect(readEntry('1-0', header, FRAGMENTS.subarray(0, 2), 'gifts')).toBeDefined();
  });

  it('refuses a bridge name that it could not read back', () => {
    for (const name of ['', '抖音', 'x'.repeat(256), 'line\nbreak']) {
      expect(() => new HeaderWriter(name)).toThrow('The name of a bridge is 1 to 255 ASCII');
    }
  });
});
