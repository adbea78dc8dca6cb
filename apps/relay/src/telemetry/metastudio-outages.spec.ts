import type { LogFields } from '#telemetry';
import { MetaStudioOutages } from './metastudio-outages.js';

function watch() {
  const lines: [string, LogFields][] = [];
  let now = 0;
  const log = {
    write: (_severity: string, event: string, _sentence: string, fields: LogFields = {}) =>
      void lines.push([event, fields]),
  };
  const outages = new MetaStudioOutages(log, () => now);
  return {
    lines,
    answered: (target: string, kind: 'delivered' | 'retry' | 'invalid', at: number) => {
      now = at;
      outages.answered(target, { kind });
    },
    refused: (target: string, remedy: string) => {
      outages.answered(target, { kind: 'unauthorized', remedy });
    },
  };
}

describe('MetaStudioOutages', () => {
  it('tells once that MetaStudio takes no report, and its recovery with duration and counts', () => {
    const { lines, answered } = watch();
    for (let i = 0; i < 10; i++) answered(`shop/room-${i % 4}`, 'retry', 1000 + i * 100);
    answered('other/room', 'delivered', 5000);
    expect(lines).toMatchObject([['metastudio_failed', { project: 'shop' }]]);
    answered('shop/room-2', 'delivered', 61_000);
    answered('shop/room-3', 'delivered', 62_000);
    expect(lines.slice(1)).toEqual([
      ['metastudio_recovered', { project: 'shop', durationMs: 60_000, count: 10, from: 4 }],
    ]);
  });

  it('says nothing where one target fails hours after another, of which nothing was tried again', () => {
    const { lines, answered } = watch();
    answered('shop/evening', 'retry', 0);
    answered('shop/morning', 'retry', 36_000_000);
    expect(lines).toEqual([]);
    answered('shop/noon', 'retry', 36_300_000);
    answered('shop/noon', 'delivered', 36_400_000);
    expect(lines.map(([event]) => event)).toEqual(['metastudio_failed', 'metastudio_recovered']);
    expect(lines[1]![1]).toMatchObject({ durationMs: 400_000, from: 2 });
  });

  it('was not of the whole night where nothing was tried after the last stream of the evening', () => {
    const { lines, answered } = watch();
    const lasted = (): unknown => lines.at(-1)![1]['durationMs'];
    answered('shop/a', 'retry', 0);
    answered('shop/b', 'retry', 120_000);
    answered('shop/a', 'delivered', 36_000_000);
    expect(lasted()).toBeLessThan(1_000_000);
    answered('shop/a', 'retry', 36_100_000);
    answered('shop/b', 'retry', 36_200_000);
    answered('shop/c', 'retry', 72_000_000);
    answered('shop/c', 'delivered', 72_100_000);
    expect(lasted()).toBe(100_000);
    expect(lines.map(([event]) => event)).toEqual([
      'metastudio_failed',
      'metastudio_recovered',
      'metastudio_failed',
      'metastudio_recovered',
    ]);
  });

  it('does not count an expired URL or token as an outage', () => {
    const { lines, refused } = watch();
    for (const remedy of ['drop-url', 'sign-again']) {
      for (let i = 0; i < 4; i++) refused(`shop/room-${i}`, remedy);
    }
    expect(lines).toEqual([]);
    for (let i = 0; i < 4; i++) refused(`shop/room-${i}`, 'none');
    expect(lines).toMatchObject([['metastudio_failed', { project: 'shop' }]]);
  });

  it('says nothing of one failing target beside others, nor of refused events', () => {
    const { lines, answered } = watch();
    for (let i = 0; i < 10; i++) {
      answered('shop/bad', 'retry', i);
      answered('shop/also-bad', 'invalid', i);
      answered('shop/good', 'delivered', i);
    }
    expect(lines).toEqual([]);
  });
});
