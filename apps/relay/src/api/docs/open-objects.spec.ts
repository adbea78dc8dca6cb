import { openObjects } from './open-objects.js';

describe('the schemas of objects in the document', () => {
  it('say that any key is allowed where they say nothing of keys, at any depth', () => {
    const open = { type: 'object', additionalProperties: true };
    const closed = { type: 'object', properties: {}, additionalProperties: false };
    const schema = { type: 'object', properties: { source: { type: 'object' }, closed } };
    expect(openObjects([schema])).toEqual([
      { type: 'object', properties: { source: open, closed } },
    ]);
    expect(openObjects({ type: 'object', description: 'a patch' })).toEqual({
      ...open,
      description: 'a patch',
    });
  });
});
