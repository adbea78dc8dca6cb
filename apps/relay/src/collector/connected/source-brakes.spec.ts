import { jest } from '@jest/globals';
import { SourceBrakes } from './source-brakes.js';
import { SpillBudget } from '../../buffer/spill-budget.js';

class StandInLink {
  isPaused = false;

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

function setUp() {
  const budget = new SpillBudget(1000);
  const brakes = new SourceBrakes(budget);
  const links = [new StandInLink(), new StandInLink(), new StandInLink()];
  const [one, other] = links.map((link) => brakes.add(link));
  const paused = (): boolean[] => links.map(({ isPaused }) => isPaused);
  return { budget, brakes, one: one!, other: other!, paused };
}

const ALL = [true, true, true];
const NONE = [false, false, false];

describe('the brakes of sources', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('pause only the source whose appends are behind, until Redis has caught up', () => {
    const { brakes, one, other, paused } = setUp();
    brakes.filled(other, false);
    expect(paused()).toEqual(NONE);
    brakes.filled(one, true);
    expect(paused()).toEqual([true, false, false]);
    brakes.appended(one, true);
    brakes.appended(other, false);
    expect(paused()).toEqual([true, false, false]);
    brakes.appended(one, false);
    expect(paused()).toEqual(NONE);
  });

  it('pause all sources where the process has much in memory, long before shedding', () => {
    const { budget, brakes, one, other, paused } = setUp();
    budget.take(200);
    expect(budget.admits('ambient')).toBe(true);
    brakes.filled(one, false);
    expect(paused()).toEqual(ALL);
    budget.giveBack(80);
    brakes.appended(other, false);
    expect(paused()).toEqual(ALL);
    budget.giveBack(80);
    brakes.appended(other, false);
    expect(paused()).toEqual(NONE);
  });

  it('stay on as long as Redis still takes some appends', () => {
    const { brakes, one, other, paused } = setUp();
    brakes.filled(one, true);
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(900);
      brakes.appended(other, false);
    }
    expect(paused()).toEqual([true, false, false]);
  });

  it('let go where Redis takes no append for a second, until it does again', () => {
    const { budget, brakes, one, paused } = setUp();
    budget.take(200);
    brakes.filled(one, true);
    jest.advanceTimersByTime(1000);
    expect(paused()).toEqual(NONE);
    brakes.filled(one, true);
    expect(paused()).toEqual(NONE);
    brakes.appended(one, true);
    brakes.filled(one, true);
    expect(paused()).toEqual(ALL);
  });

  it('pause sources for milliseconds to yield the CPU, without ending a longer pause', () => {
    const { brakes, one, paused } = setUp();
    one.breathe();
    expect(paused()).toEqual([true, false, false]);
    jest.advanceTimersByTime(10);
    expect(paused()).toEqual(NONE);
    one.breathe();
    brakes.filled(one, true);
    jest.advanceTimersByTime(10);
    expect(paused()).toEqual([true, false, false]);
    one.breathe();
    brakes.appended(one, false);
    expect(paused()).toEqual([true, false, false]);
    jest.advanceTimersByTime(10);
    expect(paused()).toEqual(NONE);
  });
});
