import { unibarrage } from './unibarrage.definition.js';
import { RecordingSink } from '../../../../test/support/recording-sink.js';

function enter(rid: string, platform = 'kuaishou'): string {
  return JSON.stringify({ rid, platform, type: 'EnterRoom', data: { name: '小雨' } });
}

describe('unibarrage', () => {
  it('takes the room that is named, also where its id has a slash before it, as on Kuaishou', () => {
    const sink = new RecordingSink();
    const decoder = unibarrage.decoder({ room: '3xabc' });
    for (const rid of ['/3xabc', '3xabc', '/3xabcd', '']) decoder.decode(enter(rid), sink);
    expect(sink.events).toHaveLength(2);
    expect(sink.ignoredKinds).toEqual(['other-room', 'other-room']);
  });
});
