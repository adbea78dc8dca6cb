import type { RoomState } from '#source';
import { loadSources, type SourceType } from '../index.js';
import { RecordingSink } from '../../../../test/support/recording-sink.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'example',
  rules: [{ when: { kind: 'over' }, event: 'ignore', as: 'over', room: 'ended' }],
};

function euler(action: number): object {
  return { messages: [{ type: 'WebcastControlMessage', data: { action } }] };
}

function control(status: number): object[] {
  return [{ method: 'WebcastControlMessage', room: { status } }];
}

function live(code: string): object {
  return { type: 'system', event: 'live_status', code };
}

function webhook(isLive: boolean): object {
  return { headers: { 'Kick-Event-Type': 'livestream.status.updated' }, body: { is_live: isLive } };
}

function spied(status: number): object {
  return { live_info: { live_id: 'L1', live_status: status }, events: [] };
}

function bilibili(cmd: string): object {
  return { cmd: `LIVE_OPEN_PLATFORM_${cmd}`, data: { room_id: 1 } };
}

function barrage(type: number): object {
  return { Type: type, Data: '{"MsgId":1,"User":null}' };
}

function pusher(event: string): object {
  return { event: `App\\Events\\${event}`, data: '{"livestream":{"id":1}}', channel: 'channel.5' };
}

const TOLD: readonly (readonly [SourceType, readonly (object | string)[], readonly RoomState[]])[] =
  [
    ['douyinlive', ['ROOM_ONLINE', 'ROOM_STATUS_UNKNOWN'].map(live), ['live', 'unknown']],
    ['dycast', [control(2), control(4)], ['live', 'ended']],
    ['barragegrab', [barrage(9)], ['ended']],
    ['tiktok-euler', [euler(2), euler(3), euler(4), euler(1)], ['live', 'ended', 'ended']],
    ['tikfinity', [{ event: 'streamEnd', data: {} }], ['ended']],
    ['bilibili-open', ['LIVE_START', 'LIVE_END'].map(bilibili), ['live', 'ended']],
    ['douyu', ['type@=rss/rid@=42/ss@=1/', 'type@=rss/rid@=42/ss@=0/'], ['live', 'ended']],
    ['kick', ['StreamerIsLive', 'StopStreamBroadcast'].map(pusher), ['live', 'ended']],
    ['kick-webhook', [webhook(true), webhook(false)], ['live', 'ended']],
    ['wxlivespy', [spied(1), spied(2)], ['live', 'ended']],
    [
      'laplace',
      ['live-start', 'live-end', 'live-cutoff'].map((type) => ({ type })),
      ['live', 'ended', 'refused'],
    ],
    ['unibarrage', [{ type: 'EndLive', data: {} }], ['ended']],
    ['websocket', [{ kind: 'over' }], ['ended']],
  ];

describe('the state of the room is passed on', () => {
  it.each(TOLD)('by %s', (type, frames, rooms) => {
    const options = type === 'websocket' ? { mapping: MAPPING } : {};
    const decoder = SOURCES.get(type)!.decoder(options);
    const sink = new RecordingSink();
    for (const frame of frames) {
      decoder.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), sink);
    }
    expect(sink.rooms).toEqual(rooms);
    expect(sink.events).toEqual([]);
    expect(sink.problems).toEqual([]);
  });
});
