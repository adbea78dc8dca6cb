import { readCommandLine } from './command-line.js';
import type { SimulatorOptions } from './simulator.options.js';

describe('readCommandLine', () => {
  it('has defaults for every option', () => {
    expect(readCommandLine([])).toEqual({ options: {} });
  });

  it('reads every kind of value', () => {
    const args = '--port 8080 --chat-rate max --ak A --report-urls plain --url-ttl-seconds 2';
    expect(readCommandLine(args.split(' '))).toEqual({
      options: {
        port: 8080,
        chatRate: 'max',
        accessKey: 'A',
        reportUrls: 'plain',
        urlTtlMs: 2000,
      },
    });
  });

  it('--speaking-ms: makes the virtual human answer questions and gifts', () => {
    const { options } = readCommandLine(['--speaking-ms', '2000']) as { options: SimulatorOptions };
    expect(options.speakingMs).toBe(2000);
    expect(options.rules).toMatchObject([{ event_type: 1 }, { event_type: 4 }]);
    expect(readCommandLine(['--speaking-ms', '0'])).toEqual({ options: { speakingMs: 0 } });
  });

  it('makes an auth_key scheme of a secret', () => {
    expect(readCommandLine(['--auth-key-secret', 's', '--auth-key-encoding', 'base64'])).toEqual({
      options: { authKey: { secret: 's', template: '{url}{expires_time}', encoding: 'base64' } },
    });
  });

  it('explains every option', () => {
    const command = readCommandLine(['--help']);
    expect(command).toEqual({ help: expect.stringMatching(/--port .*127\.0\.0\.1/) });
  });

  it.each([
    [['--host', '0.0.0.0'], '--host'],
    [['8080'], '8080'],
    [['--port', 'x'], '--port'],
    [['--port', '70000'], '65535'],
    [['--validate', 'maybe'], 'full, sample, off'],
  ])('refuses %j and says why', (args, word) => {
    expect(readCommandLine(args)).toEqual({ problem: expect.stringContaining(word) });
  });
});
