import * as fc from 'fast-check';
import { commentText } from './comment-text.js';

describe('commentText', () => {
  it('is the spoken text, cleaned', () => {
    expect(commentText('  well  done ', 'Kappa well Kappa done')).toBe('well done');
  });

  it('is the written text where it holds only emote codes', () => {
    expect(commentText(' ', ' Kappa\tKeepo ')).toBe('Kappa Keepo');
  });

  it('is empty only for an empty text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        expect(commentText('', written)).toBe(commentText(written, ''));
      }),
    );
    expect(commentText('', ' \u0000\u200b\n')).toBe('');
  });
});
