import { isLike, isTuple } from './is-like.js';

const SAMPLE = { at: 0, name: '', is: false, room: { state: '' }, list: [''] };

describe('isLike', () => {
  it.each([
    {},
    { at: -1.5, name: 'a', is: true, room: {}, list: [] },
    { room: { state: 'x', more: 1 }, list: ['a', 'b'], other: null },
  ])('takes %j', (value) => expect(isLike(value, SAMPLE)).toBe(true));

  it.each([
    null,
    undefined,
    5,
    'text',
    [],
    { at: '1' },
    { at: NaN },
    { at: Infinity },
    { name: null },
    { is: 'true' },
    { room: 'x' },
    { room: [] },
    { room: { state: 1 } },
    { list: 'a' },
    { list: ['a', 1] },
  ])('takes no %j', (value) => expect(isLike(value, SAMPLE)).toBe(false));
});

describe('isTuple', () => {
  it.each([[[1, 'a']], [[1, 'a', null]]])('takes %j', (value) => {
    expect(isTuple(value, [0, ''])).toBe(true);
  });

  it.each([[[1]], [['a', 1]], [[1, null]], [{ 0: 1, 1: 'a' }], [null]])('takes no %j', (value) => {
    expect(isTuple(value, [0, ''])).toBe(false);
  });
});
