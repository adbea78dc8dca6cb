import * as fc from 'fast-check';
import { spokenText } from './spoken-text.js';

describe('spokenText', () => {
  it('leaves plain text as it is', () => {
    expect(spokenText('1 < 2, I <3 this :)', '', 0)).toBe('1 < 2, I <3 this :)');
  });

  it('removes emote codes and closes the gaps', () => {
    expect(spokenText('Kappa well Kappa done Keepo', '25:0-4,11-15/1902:22-26', 0)).toBe(
      'well done',
    );
  });

  it('counts the positions of emotes in code points', () => {
    expect(spokenText('👍🏽 Kappa 好 Kappa ok', '25:3-7,11-15', 0)).toBe('👍🏽 好 ok');
  });

  it('keeps a heart, which is a word in a sentence', () => {
    expect(spokenText('I <3 this Kappa', '9:2-3/25:10-14', 0)).toBe('I <3 this');
  });

  it('unwraps /me, and counts positions from after the wrapper', () => {
    expect(spokenText('\u0001ACTION Kappa waves\u0001', '25:0-4', 0)).toBe('waves');
    expect(spokenText('\u0001ACTION waves', '', 0)).toBe('waves');
  });

  it('never cuts a word in two, whatever the positions say', () => {
    expect(spokenText('hello world', '25:2-6', 0)).toBe('hello world');
    expect(spokenText('hello world', '25:6-10,6-10,3-1,90-99,nonsense', 0)).toBe('hello');
  });

  it('removes cheermotes that the bits pay for, and no other word that ends in a number', () => {
    expect(spokenText('Cheer100 great song', '', 100)).toBe('great song');
    expect(spokenText('play mp3 Cheer100', '', 100)).toBe('play mp3');
    expect(spokenText('mychannel50 4Head50 is route66 far', '', 100)).toBe('is route66 far');
    expect(spokenText('Cheer100', '', 0)).toBe('Cheer100');
  });

  it('keeps codes as written where the text holds nothing else', () => {
    expect(spokenText('Kappa Keepo', '25:0-4/1902:6-10', 0)).toBe('Kappa Keepo');
    expect(spokenText('\u0001ACTION Kappa\u0001', '25:0-4', 0)).toBe('Kappa');
    expect(spokenText('Cheer100 Kappa', '25:9-13', 100)).toBe('Cheer100 Kappa');
  });

  it('never throws, and never makes a text longer', () => {
    const emotes = fc.stringMatching(/^(\d{1,3}:(\d{1,3}-\d{1,3},?)*\/?){0,5}$/);
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, emotes, fc.nat(2000), (written, ranges, bits) => {
        expect(spokenText(written, ranges, bits).length).toBeLessThanOrEqual(written.length);
      }),
    );
  });
});
