import { jest } from '@jest/globals';
import { createLogger } from './create-logger.js';
import { logText } from './log-text.js';
import { loggedError } from './logged-error.js';
import { NestLogger } from './nest-logger.js';
import { RelayLog } from './relay-log.js';
import { RepeatLimiter } from './repeat-limiter.js';

function openLog(pretty = false, colored = true) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'debug', destination, pretty, colored });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as object) };
}

describe('RelayLog', () => {
  it('writes a line of JSON with its level by name, its event and its fields', () => {
    const { logger, parsed } = openLog();
    new RelayLog(logger).write('warn', 'source_disconnected', 'The source was lost.', {
      bridge: 'shop',
      reason: 'silence',
    });
    expect(parsed()).toEqual([
      {
        level: 'warn',
        time: expect.any(Number) as number,
        event: 'source_disconnected',
        bridge: 'shop',
        reason: 'silence',
        msg: 'The source was lost.',
      },
    ]);
  });

  it('lets a repeated line through once in a few seconds, with the count of the others', () => {
    const { logger, parsed } = openLog();
    let now = 0;
    const log = new RelayLog(logger, new RepeatLimiter(5000, () => now));
    const warn = (bridge: string) => log.writeSeldom('warn', 'append_failed', 'No.', { bridge });
    for (; now < 10_000; now += 1000) warn('shop');
    warn('other');
    expect(parsed()).toMatchObject([
      { bridge: 'shop' },
      { bridge: 'shop', suppressed: 4 },
      { bridge: 'other' },
    ]);
    expect(parsed()[2]).not.toHaveProperty('suppressed');
  });

  it('sums up, in one line a minute by reason, the lines of many bridges', () => {
    jest.useFakeTimers();
    try {
      const { logger, parsed } = openLog();
      const log = new RelayLog(logger);
      const lost = (bridge: number, reason: string, code?: string) =>
        log.writeSeldom('info', 'source_disconnected', 'It ended.', {
          bridge: `bridge-${bridge}`,
          reason,
          code,
        });
      const minute = (): void => {
        for (let bridge = 0; bridge < 1000; bridge++) lost(bridge, 'closed');
        for (let bridge = 0; bridge < 500; bridge++) lost(bridge, 'connect-failed', 'ECONNREFUSED');
        jest.advanceTimersByTime(60_000);
      };
      for (let minutes = 0; minutes < 3; minutes++) minute();
      // Twenty single lines, then one line for each minute.
      expect(parsed()).toHaveLength(23);
      expect(parsed()[22]).toMatchObject({
        event: 'source_disconnected',
        count: 1500,
        from: 1000,
        reasons: { closed: 1000, 'connect-failed ECONNREFUSED': 500 },
      });
    } finally {
      jest.useRealTimers();
    }
  });

  it('cleans foreign text, in any field', () => {
    const { logger, lines } = openLog();
    new RelayLog(logger).write('info', 'source_closed', 'Closed.', {
      code: 'bye\n{"event":"forged"}',
      reason: 'see https://host/?token=secret',
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('secret');
    expect(JSON.parse(lines[0]!)).toMatchObject({ code: 'bye {"event":"forged"}' });
  });

  it('blanks fields that are named like a secret, should one be passed', () => {
    const { logger, lines } = openLog();
    logger.info({ token: 'token-value', request: { url: 'https://x/?auth_key=key-value' } }, 'x');
    expect(lines.join('')).not.toMatch(/token-value|key-value/);
  });

  it('pretty: writes for people', () => {
    const { logger, lines } = openLog(true);
    new RelayLog(logger).write('info', 'started', 'The relay runs.', { port: 3000 });
    expect(lines.join('')).toMatch(/INFO.*The relay runs\./);
    expect(lines.join('')).not.toContain('{"level"');
  });

  it.each([true, false])('pretty, coloured %p: as it is asked for', (colored) => {
    const { logger, lines } = openLog(true, colored);
    new RelayLog(logger).write('info', 'started', 'The relay runs.', { port: 3000 });
    expect(lines.join('').includes('\u001b[')).toBe(colored);
  });
});

describe('logText', () => {
  it('removes characters that could forge a line or steer a terminal', () => {
    expect(logText('bad\r\n{"level":"error"}\u001b[31m\u202e')).toBe('bad {"level":"error"}[31m');
  });

  it('removes the queries of URLs', () => {
    expect(logText('to wss://host/path?token=secret&x=1 failed')).toBe(
      'to wss://host/path?… failed',
    );
  });

  it('bounds the length of a text', () => {
    expect(logText('x'.repeat(100_000))).toHaveLength(200);
    expect(logText('wss://'.repeat(10_000)).length).toBeLessThanOrEqual(200);
  });
});

function refusedAt(address: string): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}`), { syscall: 'connect' });
}

describe('loggedError', () => {
  it('shows the message of a system call', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(loggedError(error)).toEqual({
      name: 'Error',
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED 127.0.0.1:6379',
    });
  });

  it('hides the message of foreign errors, which may quote a viewer', () => {
    let thrown: unknown;
    try {
      JSON.parse('{"text": what a viewer wrote}');
    } catch (error) {
      thrown = error;
    }
    const logged = loggedError(new Error('viewer: hello', { cause: thrown }));
    expect(JSON.stringify(logged)).not.toMatch(/viewer|hello/);
    expect(logged.at?.[0]).toContain('relay-log.spec');
    expect(logged.cause?.name).toBe('SyntaxError');
  });

  it('keeps the id of the request at the end of a long sentence of ours', () => {
    const path = `/v1/${'a'.repeat(32)}/smart-live-rooms/${'b'.repeat(36)}/smart-live-jobs`;
    const call = `GET metastudio.cn-north-4.myhuaweicloud.com${path}`;
    const sentence = `${call} failed: ${'the way out '.repeat(10)}(status 403, request req-1).`;
    const error = Object.assign(new Error(sentence), { code: 'RELAY_METASTUDIO_CALL_FAILED' });
    expect(loggedError(error).message).toBe(sentence);
    expect(loggedError(Object.assign(error, { message: 'x'.repeat(5000) })).message).toHaveLength(
      600,
    );
  });

  it('survives what is not an error', () => {
    expect(loggedError('text')).toMatchObject({ name: 'string' });
    expect(loggedError(undefined)).toMatchObject({ name: 'undefined' });
  });

  it('gives an error without a message that of its attempts, or a sentence', () => {
    const both = new AggregateError(['::1:1', '127.0.0.1:1'].map(refusedAt), '');
    expect(loggedError(both).message).toBe(
      'connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1',
    );
    const viewers = new AggregateError([new Error('what a viewer wrote')]);
    for (const error of [new Error(''), new AggregateError([]), viewers, null, 'text']) {
      const { message } = loggedError(error);
      expect(message).toMatch(/^Its text is not shown/u);
    }
  });
});

describe('NestLogger', () => {
  it('keeps warnings, and makes the start-up chatter debug', () => {
    const { logger, parsed } = openLog();
    const nest = new NestLogger(logger);
    nest.log('Mapped {/healthz, GET} route', 'RouterExplorer');
    nest.error(new Error('what a viewer wrote'), 'stack: what a viewer wrote', 'Handler');
    expect(parsed()).toMatchObject([
      { level: 'debug', msg: 'Mapped {/healthz, GET} route', context: 'RouterExplorer' },
      { level: 'error', msg: 'Nest.', context: 'Handler', error: { name: 'Error' } },
    ]);
    expect(JSON.stringify(parsed())).not.toContain('viewer');
  });
});
