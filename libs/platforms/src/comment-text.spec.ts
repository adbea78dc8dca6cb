import * as fc from 'fast-check';
import { commentText } from './comment-text.js';

describe('commentText', () => {
  it('is what is said, cleaned', () => {
    expect(commentText('  well  done ', 'Kappa well Kappa done')).toBe('well done');
  });

  it('is what was written where nothing but codes was', () => {
    expect(commentText(' ', ' Kappa\tKeepo ')).toBe('Kappa Keepo');
  });

  it('is empty only where nothing was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        expect(commentText('', written)).toBe(commentText(written, ''));
      }),
    );
    expect(commentText('', ' \u0000\u200b\n')).toBe('');
  });
});
