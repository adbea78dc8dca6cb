import { hintOf } from '#config';
import { SourceCatalogue } from '#platforms';

const sources = new SourceCatalogue();

describe('hintOf', () => {
  it.each([
    ['douyin', 'for this platform: douyinlive,'],
    ['douyi', 'for this platform: douyinlive,'],
    ['twich', 'for this platform: twitch-irc or twitch-eventsub'],
    ['tictok', 'for this platform: tiktok-euler,'],
    ['Douyu', 'did you mean douyu?'],
    ['twich-irc', 'did you mean twitch-irc?'],
    ['youtub', 'did you mean youtube?'],
    ['websockets', 'did you mean websocket?'],
    ['ytlive', 'for this platform: youtube,'],
    ['抖音直播', 'for this platform: douyinlive,'],
    ['视频号直播间', 'for this platform: wxlivespy'],
  ])('%s: %s', (type, hint) => {
    expect(hintOf(type, sources)).toContain(hint);
  });

  it.each(['shopee', 'live', 'chat'])('gives no hint for %s, which resembles no type', (type) => {
    expect(hintOf(type, sources)).toBe('');
  });
});
