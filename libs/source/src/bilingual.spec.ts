import { bilingual, bilingualWithNumber, chineseOf } from './bilingual.js';

describe('a sentence in both languages', () => {
  it('is its English, which leads to its Chinese', () => {
    const said = bilingual('The room of this test is closed.', '本测试的直播间已关闭。');
    expect(said).toBe('The room of this test is closed.');
    expect(chineseOf(said)).toBe('本测试的直播间已关闭。');
  });

  it('may hold a number, and nothing else', () => {
    const said = bilingualWithNumber('This test refuses ({}).', '本测试拒绝（{}）。');
    expect(said(-14)).toBe('This test refuses (-14).');
    expect(chineseOf(said(-14))).toBe('本测试拒绝（-14）。');
    expect(chineseOf('This test refuses (all).')).toBeUndefined();
    expect(chineseOf('This test refuses ().')).toBeUndefined();
  });

  it('has no Chinese where it is none of ours', () => {
    expect(chineseOf('Der Raum ist zu.')).toBeUndefined();
    expect(chineseOf(undefined)).toBeUndefined();
  });
});
