import * as fc from 'fast-check';
import { ID_HASH_BYTES, IdHasher, NONE } from './id-hash.js';

describe('IdHasher by type', () => {
  it('tells the ids of types apart, and otherwise pays no heed to them', () => {
    const byType = new IdHasher('salt', 'own', true);
    expect(byType.hash('5', 'gift')).toBe(byType.hash('5', 'gift'));
    expect(byType.hash('5', 'gift')).not.toBe(byType.hash('5', 'comment'));
    const plain = new IdHasher('salt', 'own');
    expect(plain.hash('5', 'gift')).toBe(plain.hash('5', 'comment'));
  });
});

describe('IdHasher', () => {
  const hasher = new IdHasher('salt', 'douyin');

  it('gives every id eight Latin-1 characters, the same in every process with this salt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const hash = hasher.hash(id);
        expect(Buffer.byteLength(hash, 'latin1')).toBe(ID_HASH_BYTES);
        expect(Buffer.from(hash, 'latin1').toString('latin1')).toBe(hash);
        expect(hash).not.toBe(NONE);
        expect(new IdHasher('salt', 'douyin').hash(id)).toBe(hash);
      }),
    );
  });

  it('keeps the ids of two platforms, and of two relays, apart', () => {
    const hashes = [
      hasher.hash('7301'),
      new IdHasher('salt', 'twitch').hash('7301'),
      new IdHasher('other', 'douyin').hash('7301'),
      // What is scope and what is id cannot be shifted.
      new IdHasher('salt', 'douyin7').hash('301'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('does not let many ids collide', () => {
    const hashes = new Set(Array.from({ length: 20_000 }, (_, i) => hasher.hash(String(i))));
    expect(hashes.size).toBe(20_000);
  });
});
