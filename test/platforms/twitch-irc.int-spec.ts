import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { StandInServer, type StandInClient } from '../source/stand-in-server.js';

const SOURCES = await loadSources();

const CHAT =
  '@badge-info=;display-name=Ana;emotes=;id=m-1;room-id=1;tmi-sent-ts=1700000000000;user-id=2 ' +
  ':ana!ana@ana.tmi.twitch.tv PRIVMSG #shop :is it in stock?\r\n';

describeSourceConformance({
  name: 'twitch-irc',
  create: ({ url }) => SOURCES.get('twitch-irc')!.protocol!({ channel: 'shop', url }),
  handshake: joined,
  goodFrame: (serial) => ({
    frame: CHAT.replace('m-1', `m-${serial}`),
    events: [
      {
        type: 'comment',
        id: `m-${serial}`,
        timestamp: 1_700_000_000_000,
        user: { userId: 'twitch_2', name: 'Ana', level: 0, badge: '', badgeLevel: 0 },
        text: 'is it in stock?',
      },
    ],
  }),
  garbage: ['@', 'privmsg #shop :hi', CHAT.slice(0, 60), 'x'.repeat(20_000), Buffer.from(CHAT)],
  heartbeat: 'PING :live-event-relay',
  ends: [
    { code: 1001, rule: 'reconnect' },
    { frame: ':tmi.twitch.tv NOTICE * :Login authentication failed', rule: 'refused' },
    { frame: '@msg-id=msg_banned :tmi.twitch.tv NOTICE #shop :You are…', rule: 'refused' },
  ],
});

let server: StandInServer;

beforeEach(async () => {
  server = await StandInServer.start();
});

afterEach(async () => {
  await stopConnections();
  await server.stop();
});

function twitch(options: object = {}): SourceProtocol {
  return SOURCES.get('twitch-irc')!.protocol!({ channel: '#Shop', url: server.url, ...options });
}

async function joined(client: StandInClient): Promise<void> {
  await client.said((frame) => frame === 'JOIN #shop');
  client.send(':tmi.twitch.tv 001 justinfan1 :Welcome, GLHF!\r\n');
  client.send('@room-id=1;slow=0 :tmi.twitch.tv ROOMSTATE #shop\r\n');
}

describe('twitch-irc', () => {
  it('reads a channel without an account, and is connected once the channel is joined', async () => {
    const { connection, log } = connect(twitch());
    const client = await server.client(1);
    await client.said((frame) => frame === 'JOIN #shop');
    expect(connection.state).toBe('handshaking');
    expect(client.frames).toEqual([
      'CAP REQ :twitch.tv/tags twitch.tv/commands',
      expect.stringMatching(/^NICK justinfan\d{5}$/),
      'JOIN #shop',
    ]);
    await joined(client);
    await log.untilCalled('connected');
    client.send(CHAT + CHAT.replace('m-1', 'm-2'));
    await log.until(({ events }) => events.length === 2);
    expect(log.events).toMatchObject([
      { type: 'comment', id: 'm-1', text: 'is it in stock?', user: { userId: 'twitch_2' } },
      { id: 'm-2' },
    ]);
  });

  it.each(['abcdef0123456789', 'oauth:abcdef0123456789'])(
    'logs in with the token %s, and asks for entries where that is on',
    async (token) => {
      connect(twitch({ token, nick: 'Bot', membership: true }));
      const client = await server.client(1);
      await client.said((frame) => frame === 'JOIN #shop');
      expect(client.frames.slice(0, 3)).toEqual([
        'CAP REQ :twitch.tv/tags twitch.tv/commands twitch.tv/membership',
        'PASS oauth:abcdef0123456789',
        'NICK bot',
      ]);
    },
  );

  it('answers a PING with its payload, and sends PING in a quiet chat', async () => {
    connect(Object.assign(twitch(), { heartbeat: quickly(twitch()) }));
    const client = await server.client(1);
    client.send('PING :tmi.twitch.tv\r\n');
    await client.said((frame) => frame === 'PONG :tmi.twitch.tv');
    expect(await client.said((frame) => frame.toString().startsWith('PING'))).toMatch(
      /^PING :\S+$/,
    );
  });

  it('RECONNECT: joins the new connection before it leaves the old one, so that no message is lost', async () => {
    const { log } = connect(twitch(), { backoffFirstMs: 60_000, backoffLongestMs: 60_000 });
    const first = await server.client(1);
    await joined(first);
    first.send(`${CHAT}:tmi.twitch.tv RECONNECT\r\n`);
    const second = await server.client(2);
    first.send(CHAT.replace('m-1', 'm-2'));
    await log.until(({ events }) => events.length === 2);
    await joined(second);
    await log.untilCalled('replaced');
    second.send(CHAT.replace('m-1', 'm-3'));
    await log.until(({ events }) => events.length === 3);
    await first.closed;
    expect(log.of('disconnected')).toEqual([]);
  });

  it.each(['Login authentication failed', 'Improperly formatted auth', 'Invalid NICK'])(
    'tells the way out of "%s", without a secret',
    async (words) => {
      const { log } = connect(twitch({ token: 'abcdef0123456789' }));
      (await server.client(1)).send(`:tmi.twitch.tv NOTICE * :${words}\r\n`);
      const [sentence] = await log.untilCalled('refused');
      expect(sentence).toMatch(/^Twitch does not accept the (token|nick): /);
      expect(sentence).not.toContain('abcdef0123456789');
    },
  );

  it('tells that the channel is suspended, and tries again, seldom', async () => {
    const { log } = connect(twitch());
    const client = await server.client(1);
    const notice = '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #shop :This channel…\r\n';
    client.send(notice);
    expect(await log.untilCalled('refused')).toEqual([expect.stringContaining('check channel')]);
    const [delayMs] = await log.untilCalled('reconnecting');
    expect(delayMs).toBeGreaterThan(150);
    await server.client(2);
  });

  it('does not count as connected where Twitch is silent about the channel', async () => {
    const { log } = connect(twitch(), { handshakeTimeoutMs: 50 });
    const client = await server.client(1);
    client.send(':tmi.twitch.tv 001 justinfan1 :Welcome, GLHF!\r\n');
    const [reason] = await log.untilCalled('disconnected');
    expect(reason).toBe('handshake-timeout');
    expect(log.of('connected')).toEqual([]);
  });

  it('goes on after frames that are not IRC', async () => {
    const { log } = connect(twitch());
    const client = await server.client(1);
    for (const frame of ['\r\n', '@', 'x'.repeat(20_000), Buffer.from([0, 255])])
      client.send(frame);
    client.send(`@broken\r\n${CHAT}`);
    await log.until(({ events }) => events.length === 1);
    expect(log.of('malformed')).toEqual([
      ['not-irc'],
      ['line-too-long'],
      ['binary-frame'],
      ['not-irc'],
    ]);
  });
});

function quickly(protocol: SourceProtocol): SourceProtocol['heartbeat'] {
  return { ...protocol.heartbeat!, everySeconds: 0.02 };
}
