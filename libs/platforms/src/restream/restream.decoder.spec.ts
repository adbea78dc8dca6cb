import { Hearing, NO_PATIENCE } from '#source';
import { RecordingSink } from '../../../../test/support/recording-sink.js';
import { RestreamDecoder } from './restream.decoder.js';

/** As developers.restream.io/chat/connections tells them. */
function info(id: string, status: string, reason: string | null = null): string {
  const payload = { connectionIdentifier: id, connectionUuid: `uuid-${id}`, status, reason };
  return JSON.stringify({ action: 'connection_info', payload, timestamp: 1_600_000_000 });
}

function closed(id: string): string {
  const payload = { connectionUuid: `uuid-${id}`, reason: null };
  return JSON.stringify({ action: 'connection_closed', payload });
}

const EXPIRED = 'restream_channel_connection_expired';

describe('the chats that Restream is connected to', () => {
  it.each([
    ['one is read', [info('a', 'connecting'), info('a', 'connected')], ['live']],
    ['none may be read', [info('a', 'error', EXPIRED)], ['refused']],
    ['its stream is over', [info('a', 'error', 'youtube_livechat_ended')], ['ended']],
    [
      'one is read and another is not',
      [info('a', 'connected'), info('b', 'error', EXPIRED)],
      ['live', 'live'],
    ],
    [
      'the one that is read goes',
      [info('a', 'connected'), info('b', 'error', EXPIRED), closed('a')],
      ['live', 'live', 'refused'],
    ],
    ['one is not there yet', [info('a', 'error', EXPIRED), info('b', 'connecting')], ['refused']],
    ['it closes what it never told of', [closed('a')], []],
  ])('are named where %s', (_, frames, rooms) => {
    const sink = new RecordingSink();
    const decoder = new RestreamDecoder({});
    for (const frame of frames) decoder.decode(frame, sink);
    expect(sink.rooms).toEqual(rooms);
    expect([sink.events, sink.problems]).toEqual([[], []]);
    expect(sink.ignoredKinds).toHaveLength(frames.length);
  });

  it('make a source deaf where none can be read, with the way out', () => {
    const hearing = new Hearing(undefined, { now: () => 0, wallClock: () => 0 });
    hearing.connected();
    new RestreamDecoder({}).decode(info('a', 'error', EXPIRED), {
      event: (event) => hearing.event(event),
      ignored: (kind) => hearing.ignored(kind),
      malformed: () => hearing.malformed(),
      room: (state, wayOut) => hearing.room(state, wayOut),
    });
    hearing.frame(0);
    const { deaf, wayOut } = hearing.report(NO_PATIENCE);
    expect([deaf, wayOut]).toEqual(['room-refused', expect.stringContaining('dashboard')]);
  });
});
