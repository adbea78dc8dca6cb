import {
  Simulator,
  type ChatRoomState,
  type PlatformName,
  type SimulatorOptions,
} from '../../apps/simulator/src/index.js';
import { ChatClient } from './support/chat-client.js';
import { send } from './support/report-client.js';

const CAPS = 'CAP REQ :twitch.tv/tags twitch.tv/commands';

interface GenericMessage {
  readonly type: string;
  readonly id: string;
  readonly user?: { readonly name: string };
  readonly text?: string;
  readonly gift?: { readonly count: number; readonly combo: number; readonly group: string };
}

interface DouyinFrame {
  readonly method: string;
  readonly common: { readonly msgId: string; readonly createTime: string };
  readonly user?: { readonly nickname: string };
  readonly content?: string;
  readonly repeatCount?: string;
  readonly repeatEnd?: number;
  readonly groupId?: string;
}

describe('the stand-in chat platforms', () => {
  let simulator: Simulator;
  const clients: ChatClient[] = [];
  const start = async (options: SimulatorOptions = {}) => {
    simulator = await new Simulator({ chatRate: 2000, chatEventsMax: 300, ...options }).start();
  };
  const open = async (platform: PlatformName, path = '', headers = {}) => {
    const client = await ChatClient.open(`${simulator.chatUrls[platform]}${path}`, headers);
    clients.push(client);
    return client;
  };
  const roomOf = (platform: PlatformName): ChatRoomState => simulator.state().chat[platform]![0]!;
  /** Waits until the room has said everything and the client has heard it. */
  const hearAll = (client: ChatClient, platform: PlatformName, answers: number) =>
    client.until(({ frames }) => {
      const room = simulator.state().chat[platform]![0];
      const quiet = room !== undefined && room.sent.total >= 300;
      return quiet && frames.length === room.frames + answers;
    });
  const steer = (path: string, body: object) =>
    send(`${simulator.url}/_sim/chat/${path}`, { method: 'POST', body });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await simulator.stop();
  });

  const openTwitch = async (channel = '#shop') => {
    const client = await open('twitch-irc');
    client.send(`${CAPS}\r\nNICK justinfan123\r\nJOIN ${channel}\r\n`);
    return client;
  };
  const openGeneric = async (room: string | number = 42) => {
    const client = await open('generic');
    client.send(JSON.stringify({ op: 'subscribe', room }));
    return client;
  };
  describe('twitch-irc', () => {
    it('answers a login and a JOIN, and sends tagged lines whose marks count up', async () => {
      await start();
      const client = await openTwitch();
      await hearAll(client, 'twitch-irc', 3);
      const lines = client.frames.flatMap((frame) => frame.split('\r\n')).filter(Boolean);
      expect(lines[0]).toBe(':tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands');
      expect(lines[1]).toMatch(/ 001 justinfan123 /);
      expect(lines.find((line) => line.includes(' 366 '))).toContain('#shop');
      expect(lines.find((line) => line.includes('ROOMSTATE'))).toMatch(/^@.* ROOMSTATE #shop$/);
      const { sent } = roomOf('twitch-irc');
      const comments = privmsgs(client);
      expect(comments.some(({ tags }) => tags.includes('bits='))).toBe(true);
      expect(client.frames.join('')).toMatch(/msg-id=resub;.* USERNOTICE #shop :/);
      expect(client.frames.join('')).toMatch(/msg-id=submysterygift;/);
      const numbers = comments.map(({ text }) => Number(/#1-(\d+)$/.exec(text)?.[1]));
      const marked = numbers.filter((number) => number > 0);
      expect(marked).toEqual(marked.toSorted((a, b) => a - b));
      expect(sent.comment + sent.gift).toBe(sent.total);
    });

    it('sends PING, answers PING, and asks to reconnect on demand', async () => {
      await start({ twitchPingMs: 20, chatRate: 0 });
      const client = await openTwitch();
      client.send('PING :are you there\r\n');
      await client.until(() => client.frames.includes('PING :tmi.twitch.tv\r\n'));
      await client.until(({ frames }) => frames.some((one) => one.endsWith('are you there\r\n')));
      simulator.steerChat('twitch-irc', 'reconnect');
      await client.until(() => client.frames.includes(':tmi.twitch.tv RECONNECT\r\n'));
    });

    it.each([
      ['PASS secret\r\nNICK someone\r\n', 'Improperly formatted auth'],
      ['PASS oauth:invalid\r\nNICK someone\r\n', 'Login authentication failed'],
    ])('refuses the login %j as Twitch does', async (login, notice) => {
      await start();
      const client = await open('twitch-irc');
      client.send(login);
      await client.until(({ closed }) => closed !== undefined);
      expect(client.frames).toEqual([`:tmi.twitch.tv NOTICE * :${notice}\r\n`]);
    });

    it('joins no channel before the login, and none without tags', async () => {
      await start();
      const client = await open('twitch-irc');
      client.send('JOIN #shop\r\nNICK justinfan1\r\nJOIN #shop\r\n');
      await client.until(({ frames }) => frames.some((frame) => frame.includes('NOTICE #shop')));
      expect(simulator.state().chat['twitch-irc']).toEqual([]);
    });
  });

  describe('douyinlive', () => {
    it('sends a system frame, answers ping, and sends protojson', async () => {
      await start();
      const client = await open('douyinlive', '/516466932480');
      client.send('ping');
      await hearAll(client, 'douyinlive', 2);
      const [first] = client.frames;
      expect(JSON.parse(first!)).toMatchObject({ type: 'system', code: 'ROOM_ONLINE', live: true });
      client.frames.splice(client.frames.indexOf('pong'), 1);
      const frames = douyinFrames(client);
      const ids = frames.map(({ common }) => common.msgId);
      expect(new Set(ids).size).toBe(frames.length);
      for (const id of ids) expect(id).toMatch(/^7\d{18}$/);
      const comment = frames.find(({ method }) => method === 'WebcastChatMessage')!;
      expect(comment.content).toMatch(/#1-\d+$/);
      expect(Number(comment.common.createTime)).toBeGreaterThan(1_700_000_000_000);
    });

    it('sends streaks of rising counts whose deltas add up to what it says it sent', async () => {
      await start();
      const client = await open('douyinlive', '/1');
      await hearAll(client, 'douyinlive', 1);
      const { giftNum, sent } = roomOf('douyinlive');
      const totals = new Map<string, number>();
      let events = 0;
      for (const { method, groupId, repeatCount, repeatEnd } of douyinFrames(client)) {
        if (method !== 'WebcastGiftMessage') continue;
        const before = totals.get(groupId!) ?? 0;
        expect(Number(repeatCount)).toBeGreaterThanOrEqual(before);
        if (Number(repeatCount) > before) events++;
        else expect(repeatEnd).toBe(1);
        totals.set(groupId!, Number(repeatCount));
      }
      expect(events).toBe(sent.gift);
      expect([...totals.values()].reduce((sum, total) => sum + total, 0)).toBe(giftNum);
    });

    it('closes for a room that does not exist, and stays open for one that is offline', async () => {
      await start({ twitchPingMs: 1000 });
      const client = await open('douyinlive', '/404');
      await client.until(({ closed }) => closed !== undefined);
      expect(client.frames[0]).toContain('ROOM_NOT_FOUND');
      const waiting = await open('douyinlive', '/offline');
      waiting.send('ping');
      await waiting.until(({ frames }) => frames.includes('pong'));
      expect(waiting.frames[0]).toContain('ROOM_OFFLINE');
    });

    it('wants the bearer token where there is one', async () => {
      await start({ chatToken: 'open sesame' });
      await expect(open('douyinlive', '/1')).rejects.toThrow('401');
      const headers = { authorization: 'Bearer open sesame' };
      const client = await open('douyinlive', '/1', headers);
      await client.until(({ frames }) => frames.length > 1);
    });
  });

  describe('generic', () => {
    it('waits for a subscription, answers ping, and sends messages in a string', async () => {
      await start();
      const client = await open('generic');
      client.send('hello', 'ping');
      await client.until(({ frames }) => frames.length === 2);
      expect(client.frames).toEqual(['{"type":"error"}', '{"type":"pong"}']);
      client.send('{"op":"subscribe","room":42}');
      await hearAll(client, 'generic', 3);
      expect(client.frames[2]).toBe('{"type":"subscribed","room":"42"}');
      const types = new Set(genericMessages(client).map(({ type }) => type));
      expect([...types].toSorted()).toEqual(
        ['chat', 'follow', 'gift', 'join', 'like', 'share', 'stats'].toSorted(),
      );
    });

    it('sends the same messages for the same seed', async () => {
      const heard = [];
      for (const chatSeed of [7, 7, 8]) {
        await start({ chatSeed });
        const client = await openGeneric();
        await hearAll(client, 'generic', 1);
        heard.push(genericMessages(client).map(({ type, text, user }) => [type, text, user]));
        await simulator.stop();
      }
      expect(heard[0]).toEqual(heard[1]);
      expect(heard[0]).not.toEqual(heard[2]);
    });

    it('sends each message to every connection of a room, and counts it once', async () => {
      await start({ chatRate: 0 });
      const [one, other] = [await openGeneric(), await openGeneric()];
      await one.until(({ frames }) => frames.length === 1);
      await other.until(({ frames }) => frames.length === 1);
      simulator.steerChat('generic', 'rate', { perSecond: 'max' });
      for (const client of [one, other]) await hearAll(client, 'generic', 1);
      expect(one.frames).toEqual(other.frames);
      expect(roomOf('generic')).toMatchObject({ connections: 2, connectionsMax: 2 });
      expect(roomOf('generic').sent.total).toBeLessThanOrEqual(301);
    });
  });

  describe('on demand', () => {
    it('drops connections without a close frame, or with a code', async () => {
      await start();
      const abrupt = await openGeneric();
      await abrupt.until(({ frames }) => frames.length > 1);
      await steer('generic/drop', {});
      await abrupt.until(({ closed }) => closed !== undefined);
      expect(abrupt.closed).toEqual({ code: 1006 });
      const told = await openGeneric();
      await told.until(({ frames }) => frames.length > 0);
      await steer('generic/drop', { code: 4005 });
      await told.until(({ closed }) => closed !== undefined);
      expect(told.closed).toEqual({ code: 4005 });
    });

    it('delivers every counted message before it drops a connection', async () => {
      await start({ chatRate: 'max', chatEventsMax: 100_000 });
      const client = await openGeneric();
      await client.until(({ frames }) => frames.length > 20);
      await steer('generic/drop', {});
      await client.until(({ closed }) => closed !== undefined);
      expect(client.frames.length - 1).toBe(roomOf('generic').frames);
    });

    it('repeats its last frames to the next connection on demand', async () => {
      await start();
      const before = await openGeneric();
      await hearAll(before, 'generic', 1);
      await steer('generic/drop', { replay: 3 });
      const after = await openGeneric();
      await after.until(({ frames }) => frames.length === 4);
      expect(after.frames.slice(1)).toEqual(before.frames.slice(-3));
      expect(roomOf('generic').replayedFrames).toBe(3);
    });

    it('falls silent: no frames, no pongs, and speaks again afterwards', async () => {
      await start({ chatEventsMax: 1_000_000 });
      const client = await openGeneric();
      await client.until(({ frames }) => frames.length > 2);
      await steer('generic/silence', { seconds: 60 });
      const { frames } = roomOf('generic');
      client.socket.ping('during');
      client.send('ping');
      await client.until((one) => one.frames.length === frames + 1);
      expect(roomOf('generic').frames).toBe(frames);
      await steer('generic/silence', { seconds: 0 });
      client.socket.ping('after');
      await client.until(({ pongs }) => pongs.length > 0);
      expect(client.pongs).toEqual(['after']);
      expect(client.frames).not.toContain('{"type":"pong"}');
      await client.until((one) => one.frames.length > frames + 1);
    });

    it('sends garbage, text and binary', async () => {
      await start({ chatRate: 0 });
      const client = await openGeneric();
      await client.until(({ frames }) => frames.length === 1);
      const { json } = await steer('generic/garbage', {});
      await client.until(({ frames }) => frames.length === 1 + Number(json['frames']));
      expect(client.frames.some((frame) => frame.startsWith('base64:'))).toBe(true);
      expect(roomOf('generic').garbageFrames).toBe(json['frames']);
    });

    it('closes with 1012 where a platform has no reconnect message', async () => {
      await start();
      const client = await openGeneric();
      await client.until(({ frames }) => frames.length > 0);
      await steer('generic/reconnect', { room: '42' });
      await client.until(({ closed }) => closed !== undefined);
      expect(client.closed).toEqual({ code: 1012 });
    });

    it.each([
      ['facebook/drop', {}, 'platform'],
      ['generic/explode', {}, 'action'],
      ['generic/silence', {}, 'seconds'],
      ['generic/rate', { perSecond: '5' }, 'perSecond'],
      ['generic/drop', { code: 7 }, 'code'],
      ['generic/drop', { room: 1 }, 'room'],
    ])('refuses %s %j with a clear word', async (path, body, word) => {
      await start();
      const reply = await steer(path, body);
      expect(reply.status).toBe(400);
      expect(reply.json['problem']).toContain(word);
    });
  });

  it('keeps to its rate', async () => {
    await start({ chatRate: 500, chatEventsMax: 250 });
    const client = await openGeneric();
    await client.until(({ frames }) => frames.length > 1);
    const from = performance.now();
    await client.until(() => roomOf('generic').sent.total >= 250);
    expect(performance.now() - from).toBeGreaterThan(300);
  });

  it('knows no other platform', async () => {
    await start();
    const url = simulator.chatUrls.generic.replace('generic', 'irc');
    await expect(ChatClient.open(url)).rejects.toThrow('404');
  });
});

function genericMessages({ frames }: ChatClient): GenericMessage[] {
  return frames
    .map((frame) => JSON.parse(frame) as { payload?: string })
    .filter((frame) => frame.payload !== undefined)
    .flatMap((frame) => (JSON.parse(frame.payload!) as { messages: GenericMessage[] }).messages);
}

function douyinFrames({ frames }: ChatClient): DouyinFrame[] {
  return frames.map((frame) => JSON.parse(frame) as DouyinFrame).filter(({ method }) => method);
}

function privmsgs({ frames }: ChatClient): { tags: string; text: string }[] {
  const found = [];
  for (const line of frames.flatMap((frame) => frame.split('\r\n'))) {
    const match = /^@(\S+) :\S+ PRIVMSG #\w+ :(.*)$/.exec(line);
    if (match !== null) found.push({ tags: match[1]!, text: match[2]! });
  }
  return found;
}
