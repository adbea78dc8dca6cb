import type { DeadLetter } from '#event-buffer';
import { letterLine, letterPage } from './letter-json.js';

function letter(event: string): DeadLetter {
  const words = { code: 'MSS.1', message: 'bad', requestId: 'r', at: 2 };
  const about = { id: '1-0', target: 'default/a', bridge: 'b', receivedAt: 1 };
  return { ...about, ...words, type: 'comment', class: 'chat', fragment: Buffer.from(event) };
}

describe('a dead letter as JSON', () => {
  it.each<[string, unknown]>([
    ['{"type":1,"content":"{}"}', { type: 1, content: '{}' }],
    ['{"type":1,"content":"{\\"us', '{"type":1,"content":"{\\"us'],
    ['', ''],
    ['null', null],
  ])('is JSON whatever became of its event in Redis: %s', (text, event) => {
    expect(JSON.parse(letterLine(letter(text)))).toMatchObject({ id: '1-0', event });
  });

  it.each<[string, unknown]>([
    ['{"type":1}', { type: 1 }],
    ['{"type":', '{"type":'],
  ])('is shown, too: %s', (text, event) => {
    expect(JSON.parse(letterPage(letter(text)))).toMatchObject({ code: 'MSS.1', event });
  });
});
