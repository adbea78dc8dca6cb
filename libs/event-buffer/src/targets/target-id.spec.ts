import * as fc from 'fast-check';
import { targetAddressOf, targetIdOf } from './target-id.js';

const part = fc.stringMatching(/^[\w.-]{1,128}$/u);

describe('targetIdOf', () => {
  it('names a room, and a pinned job of it', () => {
    expect(targetIdOf({ project: 'default', roomId: 'r-1' })).toBe('default/r-1');
    expect(targetIdOf({ project: 'shop.a', roomId: 'r', jobId: 'j_2' })).toBe('shop.a/r/j_2');
  });

  it('gives each address an id of its own, which reads back to the address', () => {
    fc.assert(
      fc.property(part, part, fc.option(part, { nil: undefined }), (project, roomId, jobId) => {
        const address = { project, roomId, jobId };
        expect(targetAddressOf(targetIdOf(address))).toEqual(address);
      }),
    );
  });

  it.each(['', 'a/b', 'a{b}', 'a:b', 'a b', '房间', 'x'.repeat(129)])(
    'refuses an ambiguous part: %j',
    (bad) => {
      expect(() => targetIdOf({ project: bad, roomId: 'r' })).toThrow(TypeError);
      expect(() => targetIdOf({ project: 'p', roomId: bad })).toThrow(TypeError);
      expect(() => targetIdOf({ project: 'p', roomId: 'r', jobId: bad })).toThrow(TypeError);
    },
  );

  it('does not quote the text that it refuses, since it may hold a secret', () => {
    expect(() => targetIdOf({ project: 'p', roomId: 'auth_key=s3cret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    );
  });
});

describe('targetAddressOf', () => {
  it.each(['', 'p', 'p/', '/r', 'p/r/', 'p/r/j/x', 'p/{r}'])('refuses %j', (id) => {
    expect(() => targetAddressOf(id)).toThrow(TypeError);
  });
});
