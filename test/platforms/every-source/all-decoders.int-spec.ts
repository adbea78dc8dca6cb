import { loadSourceOptions } from '#config';
import { encodeLiveEvent, type LiveEvent } from '#live-event';
import { loadSources } from '#platforms';
import { parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import * as fc from 'fast-check';
import { CHINESE_SOURCES } from '../../cli/frames/chinese-frames.js';
import { TOOL_SOURCES } from '../../cli/frames/tool-frames.js';
import { DOUYIN_SOURCES } from '../../cli/frames/douyin-frames.js';
import { MANY_SITE_SOURCES } from '../../cli/frames/many-sites-frames.js';
import { AT, type DocumentedSource } from '../../cli/frames/reported.js';
import { WESTERN_SOURCES } from '../../cli/frames/western-frames.js';
import { mutationsOf } from '../../source/frame-mutations.js';

const SOURCES = await loadSources();

const ALL: readonly DocumentedSource[] = [
  ...CHINESE_SOURCES,
  ...DOUYIN_SOURCES,
  ...MANY_SITE_SOURCES,
  ...WESTERN_SOURCES,
  ...TOOL_SOURCES,
];

const DEPTH = 8_000;
const HUGE = 20_000;

/** Values that a field should never have. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '',
  ' \u0000\ud800\u202e ',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  '$1,0.0,0',
  [],
  [null, [[]], 5],
  {},
  { toString: null, length: 1e9, valueOf: 1, toJSON: 5 },
  parseJson('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
];

/** What a place gets in one frame of a source only, for the time that it takes. */
const OVERSIZE: readonly unknown[] = [
  '😀"\\'.repeat(HUGE / 4),
  '[emote:1:x]'.repeat(HUGE / 11),
  '[赞]'.repeat(HUGE / 3),
  `${'<img alt="'.repeat(HUGE / 20)}>`,
  'Cheer1 '.repeat(HUGE / 7),
  Array.from({ length: HUGE / 10 }, () => ({ type: 'subscriber' })),
];

/** JSON that is deeper than a call stack. */
const TOO_DEEP = [
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  `${'{"data":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
];

/** A number without quotes, which can be found again in any text. */
const PLACE = 987_654_321;

/** Takes what a decoder says, and holds it to the bounds of what leaves it. */
class StrictSink implements FrameSink {
  readonly lines: string[] = [];

  event(event: LiveEvent): void {
    const line = encodeLiveEvent(event, AT);
    if (line.length > 8192 || !line.isWellFormed()) throw new Error('A line is out of bounds.');
    const { content } = JSON.parse(line) as { content: string };
    if (/null|NaN|undefined|object Object/.test(numbersOf(JSON.parse(content)))) {
      throw new Error('An event holds what is no value.');
    }
    this.lines.push(line);
  }

  ignored(kind: string): void {
    if (kind.length > 1024) throw new Error('A kind is out of bounds.');
  }

  malformed(problem: string): void {
    if (!/^[a-z-]{1,40}$/.test(problem)) throw new Error('A problem is no name.');
  }
}

/** All that is no text. */
function numbersOf(content: object): string {
  return JSON.stringify(content, (_, value) => (typeof value === 'string' ? 0 : value));
}

/** As `decode` makes it. */
function decoderOf({ type, options = {} }: DocumentedSource): FrameDecoder {
  const text = JSON.stringify(options);
  const loaded = loadSourceOptions(type, text, { sources: SOURCES, environment: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return SOURCES.get(type)!.decoder(loaded.options);
}

function linesOf(decoder: FrameDecoder, frame: Frame): readonly string[] {
  const sink = new StrictSink();
  decoder.decode(frame, sink);
  return sink.lines;
}

/** The comments of a frame; what else it holds depends on what came before. */
function commentsOf(decoder: FrameDecoder, frame: Frame): readonly string[] {
  return linesOf(decoder, frame).filter((line) => line.includes('"type":1,'));
}

/** A place in a frame: gives the frame's text with another value there. */
type Place = (by: unknown) => string;

/** Every place of a value in a frame, the whole frame first, JSON in strings looked into. */
function placesIn(frame: Frame): readonly Place[] {
  const document = parseJson(frame.toString());
  if (typeof document !== 'object' || document === null) return [];
  const places: Place[] = [];
  const visit = (value: unknown, write: Place): void => {
    places.push(write);
    if (typeof value === 'string') {
      // Most strings are no JSON, and an error for each would cost more than all the rest.
      const nested = /^[[{]/.test(value) ? parseJson(value) : undefined;
      if (typeof nested === 'object' && nested !== null) {
        visit(nested, (by) => write(JSON.stringify(by)));
      }
    } else if (typeof value === 'object' && value !== null) {
      visitFields(value, write);
    }
  };
  const visitFields = (fields: object, write: Place): void => {
    for (const [key, field] of Object.entries(fields)) {
      visit(field, (by) => write(withField(fields, key, by)));
    }
  };
  visit(document, (by) => JSON.stringify(by));
  return places;
}

function withField(fields: object, key: string, by: unknown): object {
  if (Array.isArray(fields)) return fields.with(Number(key), by);
  return { ...fields, [key]: by };
}

/** Every frame of a source with every one of its values replaced by each of these. */
function* misshapen({ frames }: DocumentedSource, values: readonly unknown[]): Generator<string> {
  for (const { frame } of frames) {
    for (const place of placesIn(frame)) {
      for (const value of values) yield place(value);
    }
  }
}

describe.each(ALL)('the decoder of $type', (source) => {
  const { frame } = source.frames.find(({ reported }) => reported.some(({ type }) => type === 1))!;
  const comments = commentsOf(decoderOf(source), frame);

  it('survives any damage to its frames, and reads the next good one', () => {
    const decoder = decoderOf(source);
    const good = fc.sample(fc.constantFrom(...source.frames), 50);
    let turn = 0;
    const damaged = mutationsOf(() => good[turn++ % good.length]!.frame);
    fc.assert(
      fc.property(damaged, (bad) => {
        linesOf(decoder, bad);
        expect(commentsOf(decoder, frame)).toEqual(comments);
      }),
      { numRuns: 150 },
    );
  });

  it('survives any value at any path', () => {
    const decoder = decoderOf(source);
    for (const bad of misshapen(source, HOSTILE)) linesOf(decoder, bad);
    expect(commentsOf(decoder, frame)).toEqual(comments);
    expect('polluted' in {}).toBe(false);
  });

  it('survives values that are too long or too deep', () => {
    const decoder = decoderOf(source);
    const one = { ...source, frames: source.frames.filter((some) => some.frame === frame) };
    for (const bad of misshapen(one, OVERSIZE)) linesOf(decoder, bad);
    for (const holed of misshapen(one, [PLACE])) {
      for (const deep of TOO_DEEP) linesOf(decoder, holed.replace(String(PLACE), deep));
    }
    for (const text of [...OVERSIZE.map(String), ...TOO_DEEP]) {
      linesOf(decoder, text);
      linesOf(decoder, Buffer.from(text));
      linesOf(decoder, frame.toString() + text);
    }
    expect(commentsOf(decoder, frame)).toEqual(comments);
  });
});
