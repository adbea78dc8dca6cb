import type { LiveEvent } from '#live-event';
import { loadSources } from '#platforms';
import { PollSource } from '../../../libs/platforms/src/poll/poll.source.js';
import { YouTubeSource } from '../../../libs/platforms/src/youtube/youtube.source.js';
import { EventStreamStandIn } from '../../source/event-stream-stand-in.js';
import { PolledStandIn } from '../../source/polled-stand-in.js';
import { SocketIoStandIn } from '../../source/socket-io-stand-in.js';
import { describeSourceConformance } from '../../source/source-conformance.js';

const SOURCES = await loadSources();

const MAPPING = {
  platform: 'example',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment' as const,
      id: 'id',
      user: { id: 'user.id', name: 'user.name' },
      text: 'text',
    },
  ],
};

function comment(serial: number): LiveEvent {
  const user = { userId: 'example_7001', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
  const id = `700000000000000000${serial}`;
  return { type: 'comment', id, timestamp: undefined, user, text: `no ${serial}` };
}

/** With an id that no number of JavaScript holds. */
function message(serial: number): string {
  const id = `700000000000000000${serial}`;
  return `{"type":"chat","id":${id},"user":{"id":7001,"name":"Ann"},"text":"no ${serial}"}`;
}

describeSourceConformance({
  name: 'sse',
  serve: () => EventStreamStandIn.start(),
  create: ({ httpUrl }) => SOURCES.get('sse')!.protocol!({ url: httpUrl, mapping: MAPPING }),
  goodFrame: (serial) => ({ frame: message(serial), events: [comment(serial)] }),
  garbage: ['{', 'null', '[1]', '{"type":"chat"}', Buffer.from([0xff, 1])],
  ignored: [{ frame: '{"type":"share"}', kind: 'share' }],
});

describeSourceConformance({
  name: 'poll',
  serve: () => PolledStandIn.start(),
  create: ({ httpUrl }) =>
    new PollSource({ url: httpUrl, everySeconds: 0.001, mapping: MAPPING }, fetch, 1),
  goodFrame: (serial) => ({ frame: message(serial), events: [comment(serial)] }),
  garbage: ['{', 'null', '[1]', '{"type":"chat"}', Buffer.from([0xff, 1])],
  ignored: [{ frame: '{"type":"share"}', kind: 'share' }],
});

describeSourceConformance({
  name: 'socketio',
  serve: () => SocketIoStandIn.start(),
  create: ({ httpUrl }) => SOURCES.get('socketio')!.protocol!({ url: httpUrl, mapping: MAPPING }),
  goodFrame: (serial) => ({ frame: `42["chat",${message(serial)}]`, events: [comment(serial)] }),
  garbage: ['42["chat"', '42[1]', '42[]', '42["chat",{"type":"chat"}]', '42["chat",[0]]'],
  ignored: [{ frame: '42["x",{"type":"share"}]', kind: 'share' }],
});

describeSourceConformance({
  name: 'youtube',
  serve: () => PolledStandIn.start(),
  create: ({ httpUrl }) => {
    const options = { url: httpUrl, apiKey: 'k', liveChatId: 'c', quotaPerDay: 100_000_000 };
    return new YouTubeSource(options, fetch, Date.now, 1);
  },
  goodFrame: (serial) => {
    const snippet = { type: 'textMessageEvent', displayMessage: `no ${serial}` };
    const authorDetails = { channelId: 'UC1', displayName: 'Ann' };
    const user = { userId: 'youtube_UC1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
    const id = `y-${serial}`;
    return {
      frame: JSON.stringify({ items: [{ id, snippet, authorDetails }] }),
      events: [{ type: 'comment', id, timestamp: undefined, user, text: `no ${serial}` }],
    };
  },
  garbage: ['{', 'null', '{"items":[5]}', '{"items":[{"snippet":{"type":"textMessageEvent"}}]}'],
  ignored: [{ frame: '{"items":[{"snippet":{"type":"pollEvent"}}]}', kind: 'pollEvent' }],
});
