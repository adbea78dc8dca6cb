import { jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLogger, RelayLog } from '#telemetry';
import { ShedNews } from './shed-news.js';

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  const log = new RelayLog(createLogger({ level: 'info', destination, pretty: false }));
  return { lines, news: new ShedNews(log) };
}

describe('ShedNews', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells once that events are lost, and once that it is over, with how many were', () => {
    const { lines, news } = setUp();
    for (let i = 0; i < 10; i++) {
      news.dropped('shop', 'spill_expired', 3);
      jest.advanceTimersByTime(2000);
    }
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        event: 'events_shed',
        bridge: 'shop',
        reason: 'spill_expired',
      }),
    ]);
    jest.advanceTimersByTime(70_000);
    expect(lines.slice(1)).toEqual([
      expect.objectContaining({ event: 'events_shed_over', bridge: 'shop', events: 30 }),
    ]);
    expect(lines[1]!['durationMs']).toBe(18_000);
    jest.advanceTimersByTime(3_600_000);
    expect(lines).toHaveLength(2);
  });

  it('ignores drops that the operator asked for, and zero drops', () => {
    const { lines, news } = setUp();
    for (const reason of ['filtered_word', 'duplicate', 'expired', 'capped_like'] as const) {
      news.dropped('shop', reason, 5);
    }
    news.dropped('shop', 'shed_chat', 0);
    expect(lines).toEqual([]);
  });
});
