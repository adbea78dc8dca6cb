import { contentOf } from './api-bridge-store.js';

const WHOLE = { wanted: 'running', by: 'ann', spec: { name: 'a', source: { type: 'push' } } };

function contentIn(text: string): unknown {
  return contentOf({ name: 'a', revision: 1, changedAt: 1, text });
}

describe('the record of a bridge', () => {
  it('is read as it was written', () => {
    expect(contentIn(JSON.stringify(WHOLE))).toEqual(WHOLE);
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['of another bridge', JSON.stringify({ ...WHOLE, spec: { name: 'b' } })],
    ['without a spec', JSON.stringify({ ...WHOLE, spec: null })],
    ['wanted otherwise', JSON.stringify({ ...WHOLE, wanted: 'gone' })],
    ['by nobody', JSON.stringify({ ...WHOLE, by: 7 })],
    [
      'nested too deep to be gone through',
      JSON.stringify(WHOLE).replace('"push"', '{"a":'.repeat(3000) + '1' + '}'.repeat(3000)),
    ],
  ])('is none where it is %s', (_, text) => {
    expect(contentIn(text)).toBeUndefined();
  });
});
