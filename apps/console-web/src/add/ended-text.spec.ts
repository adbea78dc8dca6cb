import { endedText } from './ended-text.js';
import { pretendBrowser } from '../../../../test/support/pretend-browser.js';
import { loadLanguage } from '../texts/texts.js';

describe('why a trial could not connect', () => {
  beforeAll(async () => {
    pretendBrowser();
    await loadLanguage();
  });

  it.each([
    ['connect-failed (ECONNREFUSED)', 'nobody listens there'],
    ['connect-failed (ENOTFOUND)', 'there is no host of that name'],
    ['connect-failed (ESOMETHING)', 'nobody listens there'],
    ['upgrade-404', 'refused: 404, no such address'],
    ['of-a-later-version (X)', 'of-a-later-version (X)'],
    [undefined, ''],
  ])('%s is told as "%s"', (ended, told) => {
    expect(endedText(ended)).toBe(told);
  });
});
