import { Text, TO_CONNECT } from '#options';
import { SourceCatalogue, type SourceDefinition } from '#platforms';
import type { FrameSink } from '#source';
import { PassThrough, Readable, Writable } from 'node:stream';
import { decodeCommand } from './decode.command.js';
import { LINE_BYTES_MAX } from '../../recording/frame-lines.js';
import { runCommandLine } from '../program.js';

class EchoOptions {
  @Text('a room', /^[^]+$/, TO_CONNECT)
  room!: string;

  @Text('a string', /^[^]*$/)
  prefix!: string;
}

/** Frames that begin with `?` are ignored, with `!` malformed, and `[]` says nothing; all others are comments. */
const echo: SourceDefinition<EchoOptions> = {
  type: 'websocket',
  about: {
    platform: { en: 'Echo', zh: 'Echo' },
    group: 'own',
    needs: 'nothing',
    says: { en: 'Nothing.', zh: '无' },
  },
  Options: EchoOptions,
  decoder: ({ prefix }) => ({
    decode(frame, sink: FrameSink) {
      const text = typeof frame === 'string' ? frame : `binary ${frame.toString('hex')}`;
      if (text.startsWith('?')) return sink.ignored(text.slice(1));
      if (text.startsWith('!')) return sink.malformed('not-echo');
      if (text === '[]') return;
      const user = { userId: 'echo_1', name: 'Eva', level: 0, badge: '', badgeLevel: 0 };
      sink.event({ type: 'comment', timestamp: 1000, user, text: prefix + text });
    },
  }),
};

async function noSource(): Promise<SourceDefinition> {
  throw new Error('it is not the one that was asked for');
}

function echoes(): SourceCatalogue {
  return new SourceCatalogue({ 'twitch-irc': noSource, echo: async () => echo });
}

async function decode(
  input: Readable | string | Buffer,
  args: readonly string[],
  stopped = new AbortController().signal,
  shown: (stdout: string) => void = () => {},
) {
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    outputs[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      shown(text.stdout);
    });
  }
  const stdin = input instanceof Readable ? input : Readable.from([Buffer.from(input)]);
  const code = await runCommandLine(['decode', ...args], [decodeCommand], {
    stdin,
    ...outputs,
    version: '0',
    environment: {},
    sources: echoes(),
    stopped,
  });
  return { code, ...text };
}

const ECHO = ['--source', 'echo', '--options', '{"prefix":""}'];

function textsOf(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { content } = JSON.parse(line) as { content: string };
      return (JSON.parse(content) as { content: string }).content;
    });
}

describe('live-relay decode', () => {
  it('writes a LiveEvent a line, exactly as it would be reported', async () => {
    const { code, stdout, stderr } = await decode('hello "you"\n', ECHO);
    expect(stdout).toBe(
      '{"timestamp":1000,"type":1,"content":"{\\"user\\":{\\"userId\\":\\"echo_1\\",\\"name\\":\\"Eva\\",' +
        '\\"level\\":0,\\"badge\\":\\"\\",\\"badgeLevel\\":0},\\"content\\":\\"hello \\\\\\"you\\\\\\"\\"}"}\n',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names on standard error what was ignored or not understood, by line', async () => {
    const { code, stdout, stderr } = await decode('one\n?gift\u001b[2J\n\n!\ntwo', ECHO);
    expect(textsOf(stdout)).toEqual(['one', 'two']);
    expect(stderr).toBe('line 2: ignored: gift[2J\nline 4: not understood: not-echo\n');
    expect(code).toBe(0);
  });

  it('names a frame in which there is no message', async () => {
    const { code, stdout, stderr } = await decode('one\n[]\n', [...ECHO, '--strict']);
    expect([code, textsOf(stdout), stderr]).toEqual([0, ['one'], 'line 2: ignored: no-message\n']);
  });

  it('exits 1 with --strict when a frame was not understood, and only then', async () => {
    expect((await decode('!\n', [...ECHO, '--strict'])).code).toBe(1);
    expect((await decode('?share\none\n', [...ECHO, '--strict'])).code).toBe(0);
  });

  it('reads binary frames as base64', async () => {
    const { stdout, stderr } = await decode('base64:AAH/\nbase64:%%%\n', ECHO);
    expect(textsOf(stdout)).toEqual(['binary 0001ff']);
    expect(stderr).toBe('line 2: not understood: not base64 after "base64:"\n');
  });

  it('puts lines together that arrive in pieces, inside a character too', async () => {
    const bytes = Buffer.from('早上好\r\nsecond\n');
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    expect(textsOf((await decode(Readable.from(pieces), ECHO)).stdout)).toEqual([
      '早上好',
      'second',
    ]);
  });

  it('passes over the byte order mark with which a file of Windows begins', async () => {
    const { stdout, stderr } = await decode('\uFEFF?one\r\ntwo\r\n', ECHO);
    expect([stderr, textsOf(stdout)]).toEqual(['line 1: ignored: one\n', ['two']]);
    const binary = await decode('\uFEFFbase64:AAH/', ECHO);
    expect(textsOf(binary.stdout)).toEqual(['binary 0001ff']);
    expect(await decode('\uFEFF', ECHO)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('takes a line of 16 MiB and passes over a longer one, without losing the next', async () => {
    const longest = Buffer.alloc(LINE_BYTES_MAX, '?');
    const pieces = [longest, Buffer.from('\n'), longest, Buffer.from('??\nafter\n')];
    const { stdout, stderr } = await decode(Readable.from(pieces), ECHO);
    expect(textsOf(stdout)).toEqual(['after']);
    expect(stderr).toMatch(
      /^line 1: ignored: \?{100}\nline 2: not understood: longer than 16 MiB\n$/,
    );
  });

  it('requires the options that decoding needs, not those for connecting', async () => {
    const { code, stderr } = await decode('', ['--source', 'echo', '--options', '{"prefx":"a"}']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'prefx: is not a known key; did you mean prefix?\nprefix: is missing; it must be a string\n',
    );
  });

  it('accepts options for connecting, so that a source can be pasted from the file', async () => {
    const options = ['--source', 'echo', '--options', '{"prefix":"> ","room":"1"}'];
    expect(textsOf((await decode('hi\n', options)).stdout)).toEqual(['> hi']);
  });

  it('does without variables that only connecting needs, and says which are not set', async () => {
    const options = ['--source', 'echo', '--options', '{"prefix":"> ","room":"${ROOM}-${LIVE}"}'];
    const { code, stdout, stderr } = await decode('hi\n', options);
    expect([code, textsOf(stdout)]).toEqual([0, ['> hi']]);
    const isLeftOut = 'is not set: what names it in --options is left out';
    const lines = ['ROOM', 'LIVE'].map((name) => `the environment variable ${name} ${isLeftOut}\n`);
    expect(stderr).toBe(lines.join(''));
    const needed = await decode('hi\n', [
      '--source',
      'echo',
      '--options',
      '{"prefix":"${PREFIX}"}',
    ]);
    expect(needed.code).toBe(2);
    expect(needed.stderr).toMatch(
      /^the environment variable PREFIX is not set.*\nprefix: is missing/,
    );
  });

  it('shows no value of the options in an error', async () => {
    const secret = 'secret-value-1234';
    for (const options of [`{"prefix":{"a":"${secret}"}}`, `${secret}: [`, `["${secret}"]`]) {
      const { code, stderr } = await decode('', ['--source', 'echo', '--options', options]);
      expect(code).toBe(2);
      expect(stderr).not.toContain(secret);
      expect(stderr).not.toBe('');
    }
  });

  it('suggests the nearest source type', async () => {
    const { code, stderr } = await decode('', ['--source', 'twich-irc']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean twitch-irc?');
  });

  it('exits 2 without --source', async () => {
    const { code, stderr } = await decode('', []);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '--source <type>'");
  });

  it('waits for a slow reader instead of buffering the output', async () => {
    let read = 0;
    let written = 0;
    const slow = new PassThrough({ highWaterMark: 1024 });
    const stdin = new PassThrough({ highWaterMark: 1024 });
    const done = runCommandLine(['decode', ...ECHO], [decodeCommand], {
      stdin,
      stdout: slow,
      stderr: new PassThrough(),
      version: '0',
      environment: {},
      sources: echoes(),
      stopped: new AbortController().signal,
    });
    // Far more than all the buffers between hold: unless it is read, this cannot be written.
    const frames = 20_000;
    const writing = (async () => {
      for (; written < frames; written++) {
        if (!stdin.write(`frame ${written}\n`))
          await new Promise((resolve) => stdin.once('drain', resolve));
      }
      stdin.end();
    })();
    for (let turn = 0; turn < 1000; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(frames / 2);
    slow.setEncoding('utf8').on('data', (chunk: string) => (read += chunk.split('\n').length - 1));
    await Promise.all([writing, done]);
    expect(read).toBe(frames);
  });

  it('says in a sentence that its input cannot be read, and exits 2', async () => {
    const input = new PassThrough();
    input.write('one\n');
    const { code, stdout, stderr } = await decode(input, ECHO, undefined, () => {
      input.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' }));
    });
    expect([code, stderr]).toEqual([2, 'standard input cannot be read\n']);
    expect(textsOf(stdout)).toEqual(['one']);
  });

  it('exits without an error when the reader of its output closes', async () => {
    const gone = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(EPIPE),
    });
    gone.on('error', () => {});
    let asked = 0;
    const endless = new Readable({
      read() {
        asked += 1;
        this.push(Buffer.from('frame\n'.repeat(1000)));
      },
    });
    const code = await runCommandLine(['decode', ...ECHO], [decodeCommand], {
      stdin: endless,
      stdout: gone,
      stderr: new PassThrough(),
      version: '0',
      environment: {},
      sources: echoes(),
      stopped: new AbortController().signal,
    });
    expect(code).toBe(0);
    expect(endless.destroyed).toBe(true);
    expect(asked).toBeLessThan(100);
  });
});

const EPIPE = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

describe('decode on a terminal', () => {
  it('says that it waits for frames, and ends with the first Ctrl-C', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    const interrupt = new AbortController();
    terminal.write('one\n');
    const { code, stdout, stderr } = await decode(terminal, ECHO, interrupt.signal, (text) => {
      if (text.endsWith('\n')) interrupt.abort();
    });
    expect(code).toBe(0);
    expect(textsOf(stdout)).toEqual(['one']);
    expect(stderr).toBe('Waiting for frames on standard input, one a line; Ctrl-D ends it.\n');
  });

  it('ends where the terminal is closed', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    terminal.write('one\n');
    const { code, stdout } = await decode(terminal, ECHO, undefined, (text) => {
      if (!text.endsWith('\n')) return;
      terminal.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' }));
    });
    expect([code, textsOf(stdout)]).toEqual([0, ['one']]);
  });

  it('ends where Ctrl-C came before it began to read', async () => {
    const { code } = await decode(new PassThrough(), ECHO, AbortSignal.abort());
    expect(code).toBe(0);
  });
});
