import { loadSources, type SourceType } from '#platforms';
import type { Connection } from '#source';
import { PollSource } from '../../../libs/platforms/src/poll/poll.source.js';
import { YouTubeSource } from '../../../libs/platforms/src/youtube/youtube.source.js';
import { StandInServer, type StandInClient } from '../../support/platforms/stand-in-server.js';
import type { ConnectionLog } from '../../source/connection-log.js';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { EventStreamStandIn } from '../../source/event-stream-stand-in.js';
import { QUIET_ROOMS, type QuietRoom } from './quiet-rooms.js';

const SOURCES = await loadSources();
/** Within so long a deaf source is noticed. */
const NOTICED_MS = 90_000;
const WRONG_FRAMES = 4;
const MAPPING = {
  platform: 'example',
  each: 'messages',
  rules: [{ event: 'comment' as const, user: { id: 'u' }, text: 't' }],
};

/** The hours that a test does not wait for. */
let passedMs = 0;
const clocks = { now: () => performance.now() + passedMs };
const servers: { stop(): Promise<void> }[] = [];

interface Met {
  readonly connection: Connection;
  readonly log: ConnectionLog;
  readonly client: StandInClient;
}

/** @param greets whether the platform does what it does with everybody. */
async function meet(type: SourceType, room: QuietRoom, greets = true): Promise<Met> {
  const server = await StandInServer.start(room.http);
  servers.push(server);
  if (greets) server.onClient = (client) => room.greet?.(client);
  const protocol = SOURCES.get(type)!.protocol!(room.options(server));
  const { connection, log } = connect(protocol, clocks);
  const client = await server.client(1);
  if (greets) await log.untilCalled('connected');
  return { connection, log, client };
}

function later({ hearing }: Connection): string {
  passedMs += NOTICED_MS;
  const { state, deaf = '', wayOut = '' } = hearing.report();
  if (state === 'deaf' || state === 'unheard') expect(wayOut).toMatch(/\w+ \w+/u);
  return `${state} ${deaf}`.trim();
}

afterEach(async () => {
  await stopConnections();
  for (const server of servers.splice(0)) await server.stop();
});

describe('a deaf source of each kind', () => {
  it.each([...QUIET_ROOMS])(
    '%s: hears nothing of frames that nobody can read',
    async (type, room) => {
      const { connection, log, client } = await meet(type, room());
      for (let i = 0; i < WRONG_FRAMES; i++) client.send(room().garbled);
      await log.untilCalled('malformed', WRONG_FRAMES);
      expect(later(connection)).toBe('deaf not-understood');
    },
  );

  it.each([...QUIET_ROOMS])(
    '%s: is not ready, or says so, where nobody greets',
    async (type, room) => {
      const { connection } = await meet(type, room(), false);
      const { state } = connection;
      if (state === 'ready') expect(later(connection)).toMatch(/^(?:unheard|deaf silent)$/u);
      else expect(['connecting', 'handshaking']).toContain(state);
    },
  );

  it.each([...QUIET_ROOMS])(
    '%s: raises no alarm in a quiet room whose platform answers',
    async (type, room) => {
      const { connection, log, client } = await meet(type, room());
      const { usual } = room();
      if (usual !== undefined) {
        client.send(usual);
        await log.until(({ events }) => events.length > 0 || log.of('ignored').length > 0);
      }
      await log.until(() => connection.hearing.report().frameAt !== undefined);
      expect(later(connection)).toMatch(/^(?:quiet|hears)$/u);
      // Nor hours later.
      passedMs += 3 * 3_600_000;
      expect(later(connection)).toBe('quiet');
    },
  );

  it('is in this spec for every kind that connects', () => {
    const outbound = [...SOURCES].filter(([, source]) => source.protocol !== undefined);
    const known = [...QUIET_ROOMS.keys(), 'poll', 'youtube', 'sse'];
    expect(outbound.map(([type]) => type).sort()).toEqual(known.sort());
  });
});

describe('a source that is asked over HTTP', () => {
  const polled = {
    poll: (url: string) => new PollSource({ url, everySeconds: 0.001, mapping: MAPPING }, fetch, 1),
    youtube: (url: string) => {
      const options = { url, apiKey: 'k', liveChatId: 'c', quotaPerDay: 100_000_000 };
      return new YouTubeSource(options, fetch, Date.now, 1);
    },
  };

  it.each(Object.entries(polled))(
    '%s: hears nothing of a page that nobody can read, though it is the same each time',
    async (_, make) => {
      const server = await StandInServer.start((_request, response) => {
        response.writeHead(200, { connection: 'close', etag: '"1"' }).end('<html>Log in</html>');
      });
      servers.push(server);
      const { connection, log } = connect(make(server.httpUrl), clocks);
      await log.untilCalled('malformed', WRONG_FRAMES);
      expect(later(connection)).toBe('deaf not-understood');
    },
  );

  it.each(Object.entries(polled))(
    '%s: raises no alarm where a quiet room is answered with nothing',
    async (_, make) => {
      const server = await StandInServer.start((_request, response) => {
        response.writeHead(200, { connection: 'close' }).end('{"items":[],"messages":[]}');
      });
      servers.push(server);
      const { connection, log } = connect(make(server.httpUrl), clocks);
      await log.untilCalled('received', 1);
      expect(later(connection)).toBe('quiet');
    },
  );

  it('sse: tells malformed events from comments, and those from what a quiet room says', async () => {
    const server = await EventStreamStandIn.start();
    servers.push(server);
    const protocol = SOURCES.get('sse')!.protocol!({ url: server.httpUrl, mapping: MAPPING });
    const { connection, log } = connect(protocol, clocks);
    await log.untilCalled('connected');
    const peer = await server.client(1);
    peer.write(': hello\n\n');
    expect(later(connection)).toBe('unheard');
    for (let i = 0; i < WRONG_FRAMES; i++) peer.send('{"messages":');
    await log.untilCalled('malformed', WRONG_FRAMES);
    expect(later(connection)).toBe('deaf not-understood');
  });
});
