import { hintOf } from '#config';
import { SourceCatalogue } from '#platforms';

const sources = new SourceCatalogue();

describe('hintOf, of the types that there are', () => {
  it.each([
    ['douyin', 'for this platform: douyinlive,'],
    ['douyi', 'for this platform: douyinlive,'],
    ['twich', 'for this platform: twitch-irc or twitch-eventsub'],
    ['tictok', 'for this platform: tiktok-euler,'],
    ['Douyu', 'did you mean douyu?'],
    ['twich-irc', 'did you mean twitch-irc?'],
    ['youtub', 'did you mean youtube?'],
    ['websockets', 'did you mean websocket?'],
  ])('%s: %s', (type, hint) => {
    expect(hintOf(type, sources)).toContain(hint);
  });

  it('says nothing of what is like nothing', () => {
    expect(hintOf('shopee', sources)).toBe('');
  });
});
