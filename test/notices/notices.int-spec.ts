import { createHmac } from 'node:crypto';
import { notifyCommand } from '../../apps/relay/src/cli/setup/notify.command.js';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';
import { Stage } from '../support/stage.js';
import { genericChat } from '../support/generic-chat.js';
import { FarEnd } from './support/far-end.js';

const SECRET = 'a-secret-of-the-robot';
const FORBIDDEN = { status: 403, body: { error_code: 'APIGW.0302', error_msg: 'No.' } };

function times(text: string, words: string): number {
  return text.split(words).length - 1;
}

function ofFailingReports({ url }: FarEnd): object {
  return {
    channels: [{ type: 'webhook', url }],
    language: 'en',
    kinds: ['reports-failing'],
    afterSeconds: 1,
    recoveredAfterSeconds: 1,
  };
}

// Side by side, since they mostly wait.
describe('notices', () => {
  it.concurrent(
    'tell each channel once that a trouble began and once that it is over, whichever process sends',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator({ chatRate: 20 }).start());
      const [{ roomId, jobId }] = simulator.rooms as [Simulator['rooms'][number]];
      const feishu = await FarEnd.start(stage);
      const hook = await FarEnd.start(stage);
      const nobody = await FarEnd.start(stage);
      const closed = nobody.url.replace('http:', 'ws:');
      await nobody.stop();
      const live = genericChat(simulator, '1');
      const away = { ...live, url: closed };
      simulator.fault(FORBIDDEN);
      const prefix = uniquePrefix().replace(':', '-');
      const start = async (roles: string) =>
        startRelay({
          redis,
          simulator,
          prefix,
          environment: { RELAY_ROLES: roles },
          bridges: [
            { name: 'good', source: live, target: { roomId, jobId } },
            { name: 'lost', source: away, target: { roomId, jobId } },
          ],
          notices: {
            channels: [
              { type: 'feishu', url: feishu.url, secret: SECRET },
              { type: 'webhook', url: hook.url },
            ],
            language: 'en',
            afterSeconds: 1,
            recoveredAfterSeconds: 2,
          },
          times: { noticesMs: 100, reporter: { pauseMs: 500 } },
        });
      // Without sources, which it would try to hand over for long as it stops.
      const first = await start('reporter');
      const second = stage.opens(await start('collector,reporter'));
      const paused = `(default/${roomId}/${jobId!}) is paused`;
      await eventually(
        () => feishu.text.includes(paused) && feishu.text.includes('source of lost is not'),
        'both troubles are told',
      );
      // The other goes on from what this one told.
      await first.stop();
      simulator.clearFaults();
      const over = `(default/${roomId}/${jobId!}) goes on`;
      await eventually(() => hook.text.includes(over), 'the recovery is told');

      for (const { text } of [feishu, hook]) {
        expect(times(text, paused)).toBe(1);
        expect(times(text, over)).toBe(1);
        expect(times(text, 'The source of lost is not connected')).toBe(1);
      }
      // A slow machine may connect it late; then that is over, too.
      const good = 'The source of good is';
      await eventually(
        () => times(hook.text, `${good} not connected`) === times(hook.text, `${good} connected`),
        'nothing is wrong with the other source',
      );
      const { timestamp, sign } = feishu.sent[0]!.body as { timestamp: string; sign: string };
      expect(sign).toBe(createHmac('sha256', `${timestamp}\n${SECRET}`).digest('base64'));
      expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3600);
      const told = hook.sent.flatMap(({ body }) => body['begun'] as { kind: string }[]);
      expect(told.map(({ kind }) => kind)).toContain('target-paused');
      const taken = 'relay_notices_total{channel="feishu",outcome="taken"}';
      await eventually(async () => {
        const counted = (await first.metric(taken)) + (await second.metric(taken));
        return counted === feishu.sent.length;
      }, 'every message is counted');
      const written = [...first.logLines, ...second.logLines].join('');
      expect(written).toContain('"notice_sent"');
      expect(written).not.toContain('key-in-the-url');
      expect(written).not.toContain(SECRET);
    }),
  );

  it.concurrent(
    'tell no end of another trouble while Redis is away',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const simulator = stage.opens(await new Simulator().start());
      const hook = await FarEnd.start(stage);
      const nobody = await FarEnd.start(stage);
      const url = nobody.url.replace('http:', 'ws:');
      await nobody.stop();
      const [{ roomId, jobId }] = simulator.rooms as [Simulator['rooms'][number]];
      const source = { type: 'websocket', mapping: GENERIC_MAPPING, url };
      stage.opens(
        await startRelay({
          redis,
          prefix: uniquePrefix().replace(':', '-'),
          simulator,
          bridges: [{ name: 'lost', source, target: { roomId, jobId } }],
          notices: {
            channels: [{ type: 'webhook', url: hook.url }],
            language: 'en',
            afterSeconds: 3,
            recoveredAfterSeconds: 1,
          },
          times: { noticesMs: 100 },
        }),
      );
      await eventually(() => hook.text.includes('of lost is not connected'), 'it is told', 60_000);
      await redis.kill();
      await eventually(() => hook.text.includes('Redis cannot be used'), 'the outage is', 60_000);
      expect(hook.text).toMatch(/Redis cannot be used\. Why: NOBODY_LISTENS\. .* Start Redis/u);
      await redis.restart();
      await eventually(() => hook.text.includes('can be used again'), 'and its end', 60_000);
      expect(times(hook.text, 'The source of lost')).toBe(1);
    }),
  );

  it.concurrent.each([
    ['is full', 'OOM', ['config', 'set', 'maxmemory', '1'], ['config', 'set', 'maxmemory', '0']],
    ['became a replica', 'READONLY', ['replicaof', '127.0.0.1', '1'], ['replicaof', 'no', 'one']],
  ] as const)(
    'tell of a Redis that answers and takes no writes: it %s',
    async (_, kind, fault, end) =>
      Stage.of(async (stage) => {
        const redis = stage.opens(await RedisServer.start());
        const simulator = stage.opens(await new Simulator({ chatRate: 5 }).start());
        const hook = await FarEnd.start(stage);
        const [{ roomId, jobId }] = simulator.rooms as [Simulator['rooms'][number]];
        const source = genericChat(simulator, '1');
        const relay = stage.opens(
          await startRelay({
            redis,
            prefix: uniquePrefix().replace(':', '-'),
            simulator,
            bridges: [{ name: 'good', source, target: { roomId, jobId } }],
            notices: {
              channels: [{ type: 'webhook', url: hook.url }],
              language: 'en',
              afterSeconds: 1,
              recoveredAfterSeconds: 1,
            },
            times: { noticesMs: 100 },
          }),
        );
        await eventually(async () => (await relay.metric('relay_leases_held')) === 1, 'it runs');
        const [begins, ...how] = fault;
        await tellRedis(redis, begins, ...how);
        await eventually(() => hook.text.includes(`Why: ${kind}. For`), 'it is told', 60_000);
        const [ends, ...why] = end;
        await tellRedis(redis, ends, ...why);
        await eventually(
          () => hook.text.includes('Redis can be used again'),
          'and its end',
          60_000,
        );
      })(),
  );

  it.concurrent(
    'say of failing reports that nothing is left to do where the live job is over',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ chatRate: 20 }).start());
      const hook = await FarEnd.start(stage);
      const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
      simulator.fault({ status: 500 });
      stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          bridges: [{ name: 'good', source: genericChat(simulator, '1'), target: { roomId } }],
          notices: ofFailingReports(hook),
          times: { noticesMs: 100 },
        }),
      );
      const begun = `does not take the reports of good (default/${roomId})`;
      await eventually(() => hook.text.includes(begun), 'it is told', 60_000);
      simulator.stopRoom(roomId);
      simulator.clearFaults();
      const over = `good (default/${roomId}): nothing to do any more`;
      await eventually(() => hook.text.includes(over), 'it is told that it is over', 60_000);
      expect([times(hook.text, begun), times(hook.text, over)]).toEqual([1, 1]);
    }),
  );

  it.concurrent(
    'say so, too, where all that was to be reported has expired before the live job is over',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ chatRate: 20 }).start());
      const hook = await FarEnd.start(stage);
      const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
      const filter = { types: ['comment'] };
      simulator.fault({ status: 500 });
      const { relay } = stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          bridges: [
            { name: 'good', source: genericChat(simulator, '1'), target: { roomId }, filter },
          ],
          buffer: { maxAgeSeconds: { chat: 1 } },
          notices: ofFailingReports(hook),
          times: { noticesMs: 100, reporter: { retryFirstMs: 100, retryLongestMs: 500 } },
          lookupTimes: { everyMs: 500, againMs: 100, staleMs: 5000 },
        }),
      );
      const begun = `does not take the reports of good (default/${roomId})`;
      await eventually(() => hook.text.includes(begun), 'it is told', 60_000);
      simulator.steerChat('generic', 'rate', { perSecond: 0 });
      const { ledger } = relay;
      const rows = async () => ledger.rowsOf(`default/${roomId}`);
      await eventually(
        async () => (await rows()).every(({ waiting }) => waiting === 0),
        'all of it',
      );
      expect(hook.sent).toHaveLength(1);
      simulator.stopRoom(roomId);
      const over = `good (default/${roomId}): nothing to do any more`;
      await eventually(() => hook.text.includes(over), 'it is told that it is over', 60_000);
      expect([times(hook.text, begun), times(hook.text, over)]).toEqual([1, 1]);
    }),
  );

  it.concurrent(
    'stay with one process while MetaStudio does not say which rooms are live',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator().start());
      const hook = await FarEnd.start(stage);
      const studio = await FarEnd.start(stage);
      studio.answer = undefined;
      const source = { type: 'websocket', mapping: GENERIC_MAPPING, url: 'ws://127.0.0.1:1' };
      const { relay } = stage.opens(
        await startRelay({
          redis,
          simulator,
          metastudio: { endpoint: new URL(studio.url).origin, timeoutMs: 60_000 },
          bridges: [{ name: 'lost', source, target: { roomId: 'a-room' } }],
          notices: { channels: [{ type: 'webhook', url: hook.url }] },
          times: { noticesMs: 100 },
        }),
      );
      await eventually(() => studio.asked > 0, 'it is asked which rooms are live');
      const keptUntil = async (): Promise<number> =>
        Number(await tellRedis(redis, 'HGET', relay.keys.notices, 'ends'));
      const before = await keptUntil();
      await eventually(async () => (await keptUntil()) > before, 'it goes on telling', 30_000);
    }),
  );

  it.concurrent(
    'tell of events that Redis has lost, and of a Redis that has lost all',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const simulator = stage.opens(await new Simulator({ chatRate: 20 }).start());
      const hook = await FarEnd.start(stage);
      const [{ roomId, jobId }] = simulator.rooms as [Simulator['rooms'][number]];
      simulator.fault(FORBIDDEN);
      const onOpen = ['{"op":"subscribe","room":"1"}'];
      const url = simulator.chatUrls.generic;
      const source = { type: 'websocket', mapping: GENERIC_MAPPING, url, onOpen };
      const { relay } = stage.opens(
        await startRelay({
          redis,
          simulator,
          bridges: [{ name: 'good', source, target: { roomId, jobId } }],
          notices: {
            channels: [{ type: 'webhook', url: hook.url }],
            language: 'en',
            kinds: ['events-lost'],
            recoveredAfterSeconds: 1,
          },
          times: { noticesMs: 100 },
        }),
      );
      const { events } = relay.keys.of(`default/${roomId}/${jobId!}`);
      await eventually(
        async () => Number(await tellRedis(redis, 'XLEN', events)) > 5,
        'events wait',
      );
      await tellRedis(redis, 'DEL', events);
      const lost =
        /Redis has lost events of good\. Why: lost_in_redis\. \d+ that waited are gone\./u;
      await eventually(() => lost.test(hook.text), 'the loss is told', 60_000);
      expect(hook.text).not.toContain('all that it held');
      await tellRedis(redis, 'FLUSHALL');
      const all = 'Redis has lost all that it held.';
      await eventually(() => hook.text.includes(all), 'that all is lost is told', 60_000);
      expect(times(hook.text, all)).toBe(1);
    }),
  );

  it(
    'are tried by `notify --test`, which says of each channel what is wrong and shows no address',
    Stage.of(async (stage) => {
      const farEnds = [await FarEnd.start(stage), await FarEnd.start(stage)] as const;
      const [good, bad] = farEnds;
      const nobody = await FarEnd.start(stage);
      const { url: gone } = nobody;
      await nobody.stop();
      bad.answer = { status: 200, body: '{"errcode":310000,"errmsg":"keywords not in content"}' };
      const metastudio = {
        region: 'cn-north-4',
        projectId: '70b7600000034253880af501cd000000',
        auth: { type: 'token', token: 't' },
      };
      const bridges = [
        {
          name: 'shop',
          source: { type: 'twitch-irc', channel: 'x' },
          target: { roomId: '00000000000000000000000000000001' },
        },
      ];
      const channels = [
        { type: 'wecom', url: good.url },
        { type: 'dingtalk', url: bad.url, secret: SECRET },
        { type: 'slack', url: gone },
      ];
      const file = { metastudio, bridges, notices: { channels } };
      const line = { commands: [notifyCommand], file };
      const { code, stdout, stderr } = await runInProcess(['notify', '--test'], line);
      expect([code, stderr]).toEqual([1, '']);
      const lines = stdout.split('\n');
      expect(lines[0]).toBe('notices.channels[0] (wecom): took the message');
      expect(lines[1]).toMatch(
        /^notices\.channels\[1\] \(dingtalk\): did not take it: code 310000\./,
      );
      expect(lines[1]).toContain('notices.title');
      expect(lines[2]).toContain('did not take it: ECONNREFUSED');
      expect(good.text).toContain('这是一条测试消息');
      const { url } = bad.sent[0]!;
      const timestamp = url.searchParams.get('timestamp')!;
      const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64');
      expect(url.searchParams.get('sign')).toBe(sign);
      expect(stdout).not.toContain('key-in-the-url');

      const none = await runInProcess(['notify', '--test'], {
        ...line,
        file: { metastudio, bridges },
      });
      expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('docs/NOTICES.md')]);
    }),
  );
});
