import { deadLetterMeta, readDeadLetter } from './dead-letter.js';
import type { RefusedEvent } from '../drain/batch.js';

const EVENT: Omit<RefusedEvent, 'type' | 'class'> = {
  bridge: 'a',
  receivedAt: 5,
  fragment: Buffer.from('{}'),
};

describe('a dead letter', () => {
  it.each([
    ['raw', 'paid'],
    ['raw', 'ambient'],
    ['comment', 'chat'],
    ['gift', 'paid'],
  ] as const)('knows the type and the class of its event: %s, %s', (type, eventClass) => {
    const meta = deadLetterMeta({ ...EVENT, type, class: eventClass }, undefined);
    const letter = readDeadLetter('t', '1-0', meta, EVENT.fragment);
    expect(letter).toMatchObject({ type, class: eventClass, bridge: 'a', receivedAt: 5 });
  });

  it.each(['', '安', 'a'.repeat(256), 7, null])(
    'is damaged where its bridge is %j: it could not be put back',
    (bridge) => {
      const meta = JSON.stringify({ v: 1, bridge, type: 'comment', receivedAt: 5 });
      expect(readDeadLetter('t', '1-0', meta, EVENT.fragment)).toBeUndefined();
    },
  );
});
