import { loadConfig, type BridgeConfig } from '#config';
import type { FrameDecoder } from '#source';
import { SOURCES } from '../../../../test/support/config-file.js';
import { FrameTranscript } from '../cli/recording/frame-transcript.js';
import { RecordedLines } from './recorded-lines.js';

/** A decoder with a fault, which none of ours is known to have. */
const faulty: FrameDecoder = {
  decode: (frame, sink) => {
    if (frame.toString() === 'bad') throw new Error('a fault');
    const user = { userId: 'x_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
    sink.event({ type: 'comment', user, text: frame.toString() });
  },
};

describe('RecordedLines', () => {
  it('goes on behind a frame on which the decoder throws, and behind a line whose time is none', async () => {
    const run = new RecordedLines(bridge(), { decoder: () => faulty });
    const frames = ['one', 'bad', 'two'].map((frame, at) => JSON.stringify({ at, frame }));
    await run.give([...frames, '{"at":1e400,"frame":"three"}'].map((line) => Buffer.from(line)));
    expect(run.reported.map(({ of }) => of.event)).toMatchObject([
      { text: 'one' },
      { text: 'two' },
    ]);
    expect(run).toMatchObject({ frames: 3, strangeLines: 1 });
  });

  it('takes a gift for no repeat of a comment that an own system gave the same id', async () => {
    const user = { id: 'u', name: 'Ann' };
    const comment = { type: 'comment', id: '1', user, text: 'hi' };
    const frames = [comment, { type: 'gift', id: '1', user, gift: { name: 'Rose' } }, comment];
    const lines = frames.map((one, at) => JSON.stringify({ at, frame: JSON.stringify(one) }));
    const run = new RecordedLines(bridge(), SOURCES.get('push')!);
    await run.give(lines.map((line) => Buffer.from(line)));
    expect(run.events.map(({ reason }) => reason)).toEqual([undefined, undefined, 'duplicate']);
  });

  it('lets the event loop turn between few frames that hold many events', async () => {
    const said = { type: 'comment', user: { id: 'u', name: 'Ann' }, text: 'how much is it?' };
    const frame = JSON.stringify(Array.from({ length: 200 }, () => said));
    const lines = Array.from({ length: 40 }, (_, at) => Buffer.from(JSON.stringify({ at, frame })));
    let turns = 0;
    const turn = (): void => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const run = new RecordedLines(bridge(), SOURCES.get('push')!);
    await run.give(lines);
    clearImmediate(next);
    expect(run.events).toHaveLength(8000);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('FrameTranscript', () => {
  it('names a frame on which the decoder throws, and goes on', () => {
    const transcript = new FrameTranscript(faulty);
    ['bad', 'good'].forEach((text, at) => {
      transcript.decode({ number: at + 1, bytes: Buffer.from(text) });
    });
    expect(transcript.remarks).toEqual(['line 1: not understood: decoder-threw']);
    expect(transcript.events).toHaveLength(1);
  });
});

function bridge(): BridgeConfig {
  const source = { type: 'push', token: 't'.repeat(16) };
  const metastudio = { endpoint: 'http://127.0.0.1:9', projectId: 'p', reportAuth: 'url' };
  const target = { roomId: 'r', jobId: 'j', reportUrl: URL };
  const text = JSON.stringify({ metastudio, bridges: [{ name: 'shop', source, target }] });
  const loaded = loadConfig({ text, environment: {}, sources: SOURCES });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config.bridges[0]!;
}

const URL =
  'http://127.0.0.1:9/v1/p/smart-live-rooms/r/smart-live-jobs/j/live-event-report?auth_key=k';
