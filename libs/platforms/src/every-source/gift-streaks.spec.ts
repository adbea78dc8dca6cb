import { loadSources, type SourceType } from '#platforms';
import { StreakCounter } from '#source';

const SOURCES = await loadSources();

const MAPPING = { platform: 'x', rules: [{ when: {}, event: 'like', user: { id: 'id' } }] };

/** What another process goes on with when it takes the bridge over. */
function streaksOf(type: SourceType, given: object): unknown {
  const definition = SOURCES.get(type)!;
  return (definition.protocol?.(given) ?? definition.decoder(given)).streaks;
}

describe('a platform that tells running counts', () => {
  it.each([
    ['websocket', { url: 'ws://127.0.0.1:1', mapping: MAPPING }],
    ['douyinlive', { url: 'ws://127.0.0.1:1/ws/1' }],
    ['tiktok-euler', { uniqueId: 'shop', apiKey: 'key' }],
    ['social-stream-ninja', { session: 'abc' }],
    ['push', {}],
    ['dycast', {}],
    ['wxlivespy', {}],
  ] as const)('lets another process continue its streaks: %s', (type, options) => {
    expect(streaksOf(type, options)).toBeInstanceOf(StreakCounter);
  });
});
