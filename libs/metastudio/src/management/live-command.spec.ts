import { commandBodyOf } from './live-command.js';

describe('commandBodyOf', () => {
  // PlayTextInfo, as https://support.huaweicloud.com/api-metastudio/metastudio_02_0014.html has it.
  it.each([
    ['append', 'APPEND'],
    ['insert', 'INSERT'],
    ['now', 'PLAY_NOW'],
  ] as const)('says a text %s as PlayTextInfo', (when, play_type) => {
    expect(commandBodyOf({ kind: 'say', text: 'hi', when }, { noNeedReview: true })).toEqual({
      command: 'INSERT_PLAY_SCRIPT',
      params: { text_config: { text: 'hi' }, play_type },
      review_config: { no_need_review: true },
    });
  });

  it('drops the whole queue, without naming commands', () => {
    expect(commandBodyOf({ kind: 'clear' })).toEqual({ command: 'CLEAN_UP_INSERT_COMMAND' });
  });
});
