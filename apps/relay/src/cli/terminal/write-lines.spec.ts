import { PassThrough } from 'node:stream';
import { writeLines } from './write-lines.js';

/** As `tap --json` writes a raw event, which holds its sender's characters. */
const LINE = JSON.stringify({ type: 10, content: JSON.stringify({ said: 'a\u009b2J\u202ed' }) });

async function written(isTTY: boolean): Promise<string> {
  const to = Object.assign(new PassThrough(), { isTTY });
  expect(await writeLines(to, [LINE, 'é 好 😀 \u001b[31mred\u001b[39m'])).toBe(true);
  return String(to.read());
}

describe('writeLines', () => {
  it('writes nothing of JSON to a terminal that steers it, and colours of its own', async () => {
    const [json = '', ...rest] = (await written(true)).split('\n');
    expect(json).not.toMatch(/[\u0080-\u009f\u202e]/u);
    expect(json).toContain('\\u009b2J\\u202ed');
    expect(JSON.parse(json)).toEqual(JSON.parse(LINE));
    expect(rest).toEqual(['é 好 😀 \u001b[31mred\u001b[39m', '']);
  });

  it('writes every byte where no terminal reads it', async () => {
    expect((await written(false)).split('\n', 1)).toEqual([LINE]);
  });
});
