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
  return { input, questions: new Questions(input, output), shown: () => shown };
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
    const questions = new Questions(input, new PassThrough());
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
});
