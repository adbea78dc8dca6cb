import { createParser } from 'eventsource-parser';
import * as fc from 'fast-check';
import { EventLines, LineEnds } from './event-stream-wire.js';

/** What a stream says, that comes in these portions. */
function heard(portions: readonly string[]): string[] {
  const events: string[] = [];
  const ends = new LineEnds();
  const parser = createParser({ onEvent: ({ event, data }) => events.push(`${event}:${data}`) });
  for (const portion of portions) parser.feed(ends.told(portion));
  return events;
}

describe('LineEnds', () => {
  it.each(['\r', '\n', '\r\n'])('ends an event with its last line end %j', (end) => {
    expect(heard([`event: chat${end}data: hi${end}${end}`])).toEqual(['chat:hi']);
  });

  it('gives the same events, however a stream is cut', () => {
    const line = fc.constantFrom('event: a', 'data: x', 'data', '', ': c', 'id: 1', '');
    const end = fc.constantFrom('\r', '\n', '\r\n');
    const lines = fc.array(fc.tuple(line, end), { maxLength: 20 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40), { maxLength: 8 }), (written, cuts) => {
        const text = `${written.flat().join('')}\n\n`;
        const places = [0, ...cuts.filter((cut) => cut < text.length), text.length];
        places.sort((one, other) => one - other);
        const portions = places.slice(1).map((to, index) => text.slice(places[index], to));
        expect(heard(portions)).toEqual(heard([text]));
      }),
    );
  });
});

describe('EventLines', () => {
  it.each(['\r', '\n', '\r\n'])('counts the lines of an event that end with %j', (end) => {
    const lines = new EventLines();
    expect(lines.read(Buffer.from(`data: a${end}data: b${end}`))).toBe(2);
    expect(lines.ofEvent).toBe(2);
    expect(lines.read(Buffer.from(`${end}: later${end}`))).toBe(2);
    expect(lines.ofEvent).toBe(1);
  });

  it('counts a carriage return and its line feed once, also where they come apart', () => {
    const lines = new EventLines();
    lines.read(Buffer.from('data: a\r'));
    lines.read(Buffer.from('\ndata: b\r'));
    expect(lines.ofEvent).toBe(2);
  });
});
