import { unplacedOf } from './unplaced.js';

const TEXT = { type: 'string' };
const SOURCE = { type: 'object', properties: { url: TEXT, token: { type: 'object' } } };
const BRIDGE = {
  type: 'object',
  properties: {
    name: TEXT,
    filter: { type: 'object', properties: { minLength: { type: 'integer' } } },
  },
};

describe('the problems that no field stands for', () => {
  it.each([
    ['/source/url', true],
    ['/source/token/url', true],
    ['/target/roomId', true],
    ['/target/project', true],
    ['/target/appUserId', false],
    ['/name', true],
    ['/filter/minLength', true],
    ['/source', false],
    ['/source/constructor', false],
    ['/filter', false],
    ['/unknown', false],
    ['', false],
  ])('are told from the others: %s', (pointer, isPlaced) => {
    const problems = [{ pointer, detail: 'is wrong' }];
    expect(unplacedOf(problems, BRIDGE, SOURCE)).toEqual(isPlaced ? [] : problems);
  });
});
