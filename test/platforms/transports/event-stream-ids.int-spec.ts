import { loadSources } from '#platforms';
import { EventStreamStandIn } from '../../source/event-stream-stand-in.js';
import { connect, stopConnections } from '../../source/connection-rig.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'example',
  rules: [{ when: { type: 'chat' }, event: 'comment', user: { id: 'user' }, text: 'text' }],
};

describe('the id of the last event', () => {
  let server: EventStreamStandIn;

  beforeEach(async () => {
    server = await EventStreamStandIn.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it.each([
    ['is told after a reconnect, in UTF-8', ['id: 早7\ndata: {}\n\n', 'data: {}\n\n'], '早7'],
    ['that is empty is told no longer', ['id: 7\ndata: {}\n\n', 'id\ndata: {}\n\n'], undefined],
    ['that no header can hold ends no source', ['id: 7\u0001\ndata: {}\n\n'], undefined],
    ['that is very long is forgotten', [`id: ${'7'.repeat(5000)}\ndata: {}\n\n`], undefined],
  ])('%s', async (_, events, told) => {
    const url = server.httpUrl;
    const { log } = connect(SOURCES.get('sse')!.protocol!({ url, mapping: MAPPING }));
    const first = await server.client(1);
    expect(first.request.headers['last-event-id']).toBeUndefined();
    for (const event of events) first.write(event);
    await log.untilCalled('ignored', events.length);
    first.response.end();
    const { headers } = (await server.client(2)).request;
    const header = headers['last-event-id'] as string | undefined;
    expect(header && Buffer.from(header, 'latin1').toString()).toBe(told);
  });

  it('is told no longer once another process has had the bridge: that one told what came since', async () => {
    const source = SOURCES.get('sse')!.protocol!({ url: server.httpUrl, mapping: MAPPING });
    const { log } = connect(source);
    const first = await server.client(1);
    first.write('id: 7\ndata: {}\n\n');
    await log.untilCalled('ignored', 1);
    source.lost!();
    first.response.end();
    expect((await server.client(2)).request.headers['last-event-id']).toBeUndefined();
  });
});
