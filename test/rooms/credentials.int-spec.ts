import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { AheadMetaStudio } from './support/ahead-metastudio.js';
import { bridgeTo, projectOf, startRoomRelay, type RoomRelay } from './support/room-relay.js';

const ROOM = 'room-1';

type SimulatorOptions = ConstructorParameters<typeof Simulator>[0];

async function simulate(stage: Stage, options: SimulatorOptions): Promise<Simulator> {
  const rooms = [{ roomId: ROOM, jobId: 'j1' }];
  return stage.opens(await new Simulator({ rooms, chatRate: 200, ...options }).start());
}

async function relayOf(stage: Stage, metastudio: object, simulator: Simulator): Promise<RoomRelay> {
  const bridges = [bridgeTo(simulator, 'a', { roomId: ROOM })];
  return stage.opens(await startRoomRelay(await RedisServer.shared(), { metastudio, bridges }));
}

describe('the credentials of a project', () => {
  // Not beside the others: a report that they held up would come with a token that has ended.
  it(
    'renews an IAM token that expires, for reports and look-ups alike',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, { tokenTtlMs: 1500, reportUrls: 'plain' });
      const auth = { type: 'iam', endpoint: simulator.url, ...simulator.settings.iam };
      const relay = await relayOf(stage, { ...projectOf(simulator), auth }, simulator);
      // Longer than two lives of a token.
      await eventually(() => simulator.state().accepted.events > 700, 'events go on arriving');
      // On a busy machine a request may arrive after the end of the token that it was signed with.
      const codes = Object.keys(simulator.state().refusedByCode);
      expect(codes.filter((code) => code !== 'MSS.00010008')).toEqual([]);
      expect(simulator.state().passed).toMatchObject({ aksk: 0, issuedUrl: 0 });
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      expect(relay.logged('target_paused')).toEqual([]);
    }),
  );

  it.concurrent(
    'shares one IAM token between reports and look-ups',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, { reportUrls: 'plain' });
      const auth = { type: 'iam', endpoint: simulator.url, ...simulator.settings.iam };
      await relayOf(stage, { ...projectOf(simulator), auth }, simulator);
      await eventually(() => simulator.state().accepted.events > 50, 'events arrive');
      const { answeredByStatus } = simulator.state();
      // A token is created, all else is read or reported.
      expect(answeredByStatus['201']).toBe(1);
    }),
  );

  it.concurrent(
    'takes temporary keys with their token',
    Stage.of(async (stage) => {
      const securityToken = 'temporary-token';
      const simulator = await simulate(stage, { securityToken, reportUrls: 'plain' });
      const { accessKey, secretKey } = simulator.settings;
      const auth = { type: 'aksk', accessKey, secretKey, securityToken };
      await relayOf(stage, { ...projectOf(simulator), auth }, simulator);
      await eventually(() => simulator.state().accepted.events > 50, 'events arrive');
      expect(simulator.state().refusedByCode).toEqual({});
    }),
  );

  it.concurrent(
    'tells in one clear sentence that the credentials are wrong, and shows none',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, {});
      const { accessKey } = simulator.settings;
      const auth = { type: 'aksk', accessKey, secretKey: 'a-wrong-secret-key' };
      const relay = await relayOf(stage, { ...projectOf(simulator), auth }, simulator);
      await eventually(async () => {
        return (
          (await relay.relay.ledger.table.read(`default/${ROOM}`)).fields['failing'] ===
          'job-lookup'
        );
      }, 'the target waits');
      await eventually(
        () => (simulator.state().answeredByStatus['401'] ?? 0) >= 2,
        'it is tried again',
      );
      const failures = relay.logged('job_lookup_failed');
      expect(failures).toHaveLength(1);
      expect(failures[0]).toMatchObject({
        level: 'error',
        msg: "MetaStudio refuses the project's credential: its live jobs cannot be looked up.",
        project: 'default',
        wayOut: 'Run live-relay doctor.',
        error: { message: expect.stringContaining('auth.secretKey is not that of the access key') },
      });
      expect(relay.logged('reporter_failed')).toEqual([]);
      expect(relay.log()).not.toContain('a-wrong-secret-key');
      expect(relay.log()).not.toContain(accessKey);
      expect(simulator.state().accepted.events).toBe(0);
    }),
  );

  it.concurrent(
    'corrects a wrong clock, and says so once',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, {});
      const ahead = stage.opens(new AheadMetaStudio(40 * 60_000, ROOM));
      const endpoint = await ahead.start();
      const relay = await relayOf(stage, { ...projectOf(simulator), endpoint }, simulator);
      await eventually(() => ahead.reports > 3, 'reports are accepted');
      expect(ahead.refused).toBe(1);
      expect(relay.logged('clock_skewed')).toEqual([
        expect.objectContaining({ level: 'warn', wayOut: expect.stringContaining('NTP') }),
      ]);
      expect(Math.abs(Number(relay.logged('clock_skewed')[0]!['skewMs']) - 2_400_000)).toBeLessThan(
        5000,
      );
    }),
  );
});
