import { jest } from '@jest/globals';
import { SilenceWatchdog } from './silence.js';

describe('SilenceWatchdog', () => {
  const said: string[] = [];
  const watchdog = (): SilenceWatchdog =>
    new SilenceWatchdog(
      () => 80_000,
      () => said.push('quiet'),
      () => said.push('dead'),
    );

  beforeEach(() => {
    jest.useFakeTimers();
    said.length = 0;
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('warns after half of the silence and gives up after all of it', () => {
    watchdog().start();
    jest.advanceTimersByTime(39_999);
    expect(said).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(said).toEqual(['quiet']);
    jest.advanceTimersByTime(39_999);
    expect(said).toEqual(['quiet']);
    jest.advanceTimersByTime(1);
    expect(said).toEqual(['quiet', 'dead']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('judges between the whole silence and a quarter more after the last sign of life', () => {
    const dog = watchdog();
    dog.start();
    jest.advanceTimersByTime(20_001);
    dog.heard = true;
    jest.advanceTimersByTime(99_998);
    expect(said).toEqual(['quiet']);
    jest.advanceTimersByTime(1);
    expect(said).toEqual(['quiet', 'dead']);
  });

  it('warns again after every new silence', () => {
    const dog = watchdog();
    dog.start();
    jest.advanceTimersByTime(60_000);
    dog.heard = true;
    jest.advanceTimersByTime(60_000);
    expect(said).toEqual(['quiet', 'quiet']);
    dog.stop();
  });

  it('is silent while it is paused or stopped', () => {
    const dog = watchdog();
    dog.start();
    dog.paused = true;
    jest.advanceTimersByTime(800_000);
    dog.paused = false;
    dog.stop();
    jest.advanceTimersByTime(800_000);
    expect(said).toEqual([]);
  });
});
