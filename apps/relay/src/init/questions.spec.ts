import { PassThrough, Writable } from 'node:stream';
import { eventually } from '../../../../test/support/eventually.js';
import { NoAnswerError, Questions } from './questions.js';

const ANY = { fits: () => true, wrong: '' };

/** A terminal with typed input. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  let shown = '';
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      shown += String(chunk);
      // As slow as a terminal may be.
      setImmediate(done);
    },
  });
  const stop = new AbortController();
  return { input, stop, questions: new Questions(input, output, stop.signal), shown: () => shown };
}

describe('Questions', () => {
  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('knows at once, also between questions, that the operator has left by %s', async (_, key) => {
    const { input, questions } = terminal();
    const answer = questions.ask('Name', ANY);
    input.write('shop\r');
    expect(await answer).toBe('shop');
    expect(questions.left.aborted).toBe(false);
    const left = new Promise((resolve) => questions.left.addEventListener('abort', resolve));
    input.write(key);
    await left;
    await expect(questions.ask('More', ANY)).rejects.toThrow(NoAnswerError);
  });

  it('takes the lines of a pipe that has ended already', async () => {
    const input = new PassThrough();
    const questions = new Questions(input, new PassThrough(), new AbortController().signal);
    input.end('one\ntwo\n');
    expect([await questions.ask('1', ANY), await questions.ask('2', ANY)]).toEqual(['one', 'two']);
    expect(questions.left.aborted).toBe(false);
  });

  it('shows what is typed, and no secret', async () => {
    const { input, questions, shown } = terminal();
    const name = questions.ask('Name', ANY);
    input.write('shop\r');
    await name;
    const secret = questions.ask('Key', { ...ANY, isSecret: true });
    input.write('s3cret\r');
    expect(await secret).toBe('s3cret');
    questions.close();
    await eventually(() => shown().endsWith('Key: \n'), 'all is shown');
    expect(shown()).toBe('Name: shop\r\nKey: \n');
  });

  it('shows no secret that is pasted with the answer before it, and what is typed too early', async () => {
    const { input, questions, shown } = terminal();
    const name = questions.ask('Name', ANY);
    input.write('shop\rs3cret\rdou');
    await name;
    expect(await questions.ask('Key', { ...ANY, isSecret: true })).toBe('s3cret');
    const platform = questions.ask('Platform', ANY);
    input.write('yu\r');
    expect(await platform).toBe('douyu');
    questions.close();
    await eventually(() => shown().endsWith('yu\r\n'), 'all is shown');
    expect(shown()).toBe('Name: shop\r\nKey: \nPlatform: douyu\r\n');
  });

  it('shows a secret by no key that is pressed at a later question', async () => {
    const { input, questions, shown } = terminal();
    const secret = questions.ask('Key', { ...ANY, isSecret: true });
    input.write('s3cret\r');
    await secret;
    const next = questions.ask('Name', ANY);
    const arrowUp = '\u001b[A';
    input.write(`${arrowUp}shop\r`);
    expect(await next).toBe('shop');
    questions.close();
    await eventually(() => shown().endsWith('shop\r\n'), 'all is shown');
    expect(shown()).not.toContain('s3cret');
  });

  it('shows the question still, where a key takes back what was typed', async () => {
    const { input, questions, shown } = terminal();
    const name = questions.ask('A list\nName', { ...ANY, byDefault: 'none' });
    input.write('shox\u007fp\r');
    expect(await name).toBe('shop');
    questions.close();
    await eventually(() => shown().endsWith('p\r\n'), 'all is shown');
    const [, redrawn = ''] = shown().split('\u001b[0J');
    expect(redrawn).toMatch(/^Name \[none\]: sho/u);
  });

  it('has no more answers once the program is asked to stop', async () => {
    const { stop, questions } = terminal();
    const answer = questions.ask('Name', ANY);
    stop.abort();
    await expect(answer).rejects.toThrow(NoAnswerError);
  });

  it('has no more answers where the terminal was closed', async () => {
    const { input, questions } = terminal();
    const answer = questions.ask('Name', ANY);
    input.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' }));
    await expect(answer).rejects.toThrow(NoAnswerError);
    expect(questions.left.aborted).toBe(true);
  });
});
