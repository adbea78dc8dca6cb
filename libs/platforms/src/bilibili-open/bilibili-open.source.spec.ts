import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Session } from '#source';
import { RecordingSink } from '../../../../test/support/recording-sink.js';
import { BilibiliOpenSource, type BilibiliOpenTimes } from './bilibili-open.source.js';
import { encodePacket } from './open-packet.js';

const OPTIONS = { code: 'CODE1234', appId: '7', accessKeyId: 'id', accessKeySecret: 'secret' };

/** An API that answers what it is told to, and a socket that writes down what is asked of it. */
class Rig {
  readonly calls: string[] = [];
  readonly asked: string[] = [];
  gameId = 'g-1';
  codes: Record<string, number> = {};
  isDown = false;
  readonly source: BilibiliOpenSource;

  constructor(times: BilibiliOpenTimes) {
    this.source = new BilibiliOpenSource(OPTIONS, this.#fetch, times);
  }

  readonly session: Session = {
    send: (frame) => this.asked.push(`send ${Buffer.from(frame).readUInt32BE(8)}`),
    ready: () => this.asked.push('ready'),
    reconnect: (cause, after) => this.asked.push(`${cause} ${JSON.stringify(after)}`),
    replaceBy: () => this.asked.push('replace'),
  };

  async connect(): Promise<void> {
    await this.source.connectTo();
    this.source.open(this.session);
    this.source.frame(encodePacket(8, '{"code":0}'), this.session, new RecordingSink());
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleepFor(1);
  }

  count(name: string): number {
    return this.calls.filter((call) => call === name).length;
  }

  readonly ended: string[] = [];
  readonly #fetch: typeof fetch = async (url, init) => {
    const name = (url as string).slice('https://live-open.biliapi.com/v2/app/'.length);
    this.calls.push(name);
    if (name === 'end') {
      this.ended.push((JSON.parse(init?.body as string) as { game_id: string }).game_id);
    }
    if (this.isDown) throw new TypeError('fetch failed');
    const websocket_info = { auth_body: '{}', wss_link: ['wss://a', 'wss://b'] };
    const data = { game_info: { game_id: this.gameId }, websocket_info };
    return Response.json({ code: this.codes[name] ?? 0, data });
  };
}

describe('BilibiliOpenSource', () => {
  it('keeps its session alive, through failures of the network', async () => {
    const rig = new Rig({ sessionHeartbeatMs: 5 });
    await rig.connect();
    await rig.until(() => rig.count('heartbeat') >= 2);
    rig.isDown = true;
    const before = rig.count('heartbeat');
    await rig.until(() => rig.count('heartbeat') >= before + 2);
    rig.isDown = false;
    await rig.source.stop();
    expect(rig.asked).toEqual(['send 7', 'ready', 'send 2']);
    expect(rig.calls.at(-1)).toBe('end');
  });

  it.each([7000, 7003])('starts anew when a heartbeat is answered with %i', async (code) => {
    const rig = new Rig({ sessionHeartbeatMs: 5 });
    rig.codes = { heartbeat: code };
    await rig.connect();
    await rig.until(() => rig.asked.includes('session-over "reconnect-now"'));
    rig.codes = {};
    rig.source.closed();
    await rig.connect();
    expect(rig.calls.filter((call) => call !== 'heartbeat')).toEqual(['start', 'end', 'start']);
    await rig.source.stop();
  });

  it('ends its session when no connection follows, and starts another when one does', async () => {
    const rig = new Rig({ keepMs: 5 });
    await rig.connect();
    expect(rig.source.closed()).toBe('reconnect');
    await rig.until(() => rig.count('end') === 1);
    await rig.connect();
    expect(rig.calls).toEqual(['start', 'end', 'start']);
    await rig.source.stop();
  });

  it('stores its open session, and ends one that another process left open', async () => {
    const rig = new Rig({});
    const told: string[] = [];
    rig.source.leftover.watch((gameId) => told.push(gameId));
    rig.source.leftover.inherit('g-0');
    await rig.connect();
    expect(rig.calls).toEqual(['end', 'start']);
    expect(rig.ended).toEqual(['g-0']);
    await rig.source.stop();
    expect(told).toEqual(['g-1', '']);
    expect(rig.ended).toEqual(['g-0', 'g-1']);
  });

  it('needs neither heartbeats nor an end where the project has no sessions', async () => {
    const [rig, other] = [new Rig({ sessionHeartbeatMs: 1 }), new Rig({ sessionHeartbeatMs: 1 })];
    rig.gameId = '';
    await rig.connect();
    await other.connect();
    await other.until(() => other.count('heartbeat') >= 3);
    await Promise.all([rig.source.stop(), other.source.stop()]);
    expect(rig.calls).toEqual(['start']);
  });

  it('says when a session could not be ended', async () => {
    const rig = new Rig({});
    await rig.connect();
    rig.codes = { end: 4002 };
    await expect(rig.source.stop()).rejects.toThrow('accessKeySecret');
  });

  it('counts a session that Bilibili says is over as ended', async () => {
    const rig = new Rig({});
    await rig.connect();
    rig.codes = { end: 7000 };
    await expect(rig.source.stop()).resolves.toBeUndefined();
  });

  it('makes no request where it stops before it has begun', async () => {
    const rig = new Rig({});
    await rig.source.stop();
    expect(rig.calls).toEqual([]);
  });
});
