import { DEMO_DEFAULTS, readDemoCommandLine } from './demo.options.js';

describe('readDemoCommandLine', () => {
  it('runs for 20 seconds by default', () => {
    expect(readDemoCommandLine([])).toEqual({ options: { ...DEMO_DEFAULTS, seconds: 20 } });
  });

  it('takes the options of the contract, and how long an answer is', () => {
    const args = ['--seconds', '5', '--events-per-second=1200', '--speaking-ms', '9', '--keep'];
    expect(readDemoCommandLine(args)).toEqual({
      options: { seconds: 5, eventsPerSecond: 1200, speakingMs: 9, keep: true },
    });
  });

  it.each([
    [['--seconds', '0'], '--seconds'],
    [['--seconds', 'ten'], '--seconds'],
    [['--seconds', '1e3'], '--seconds'],
    [['--events-per-second', '-1'], '--events-per-second'],
    [['--events-per-second', '100001'], '--events-per-second'],
    [['--speaking-ms', '0'], '--speaking-ms'],
    [['--fast'], '--fast'],
    [['5'], '5'],
  ])('refuses %j and names the mistake', (args, named) => {
    expect(readDemoCommandLine(args)).toEqual({ problem: expect.stringContaining(named) });
  });

  it('--help: lists the options', () => {
    expect(readDemoCommandLine(['--help'])).toEqual({ help: expect.stringContaining('--keep') });
  });
});
