import {
  ApiCaller,
  createSigner,
  createTransport,
  endpointOf,
  ManagementClient,
  PacedLimiter,
  SkewClock,
} from '#metastudio';
import { TargetTable } from '#event-buffer';
import { Secret } from '#secret';
import { AnswersWatch } from '../../apps/relay/src/reporter/answers/answers-watch.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { answer, startHttpServer } from '../metastudio/support/scripted-server.js';
import { ConfigFile } from '../support/config-file.js';
import { eventually } from '../support/eventually.js';

const RUNNING = answer(200, { count: 3, insert_commands: [] });
const GONE = answer(404, { error_code: 'MSS.00000404', error_msg: 'no such job' });
const FORBIDDEN = answer(403, { error_code: 'APIGW.0302' });
const SILENT: typeof GONE = () => {};

/** Asks about two rooms, of one project or of two, twenty times as often as the service does. */
async function watch(ofGone: typeof GONE, project: string, use: (parts: Watched) => Promise<void>) {
  const asked: string[] = [];
  const server = await startHttpServer((request, response) => {
    const [, room = ''] = /smart-live-rooms\/(\w+)\//.exec(request.url ?? '') ?? [];
    asked.push(room);
    const isSeen = room !== 'own' || request.headers['x-app-userid'] === 'shop-17';
    (room === 'gone' ? ofGone : isSeen ? RUNNING : FORBIDDEN)(request, response);
  });
  const rig = await BufferRig.open();
  const targets = new TargetTable(rig.redis, rig.keys);
  const transport = createTransport();
  const clock = new SkewClock();
  const auth = { type: 'token', token: new Secret('t') } as const;
  const signer = createSigner(auth, { transport, clock, timeoutMs: 2000 });
  const options = { endpoint: endpointOf(server.origin), projectId: 'p', timeoutMs: 60_000 };
  const caller = new ApiCaller(options, signer, transport, clock, new PacedLimiter(1000));
  const client = new ManagementClient('p', caller);
  const parts = { redis: rig.redis, keys: rig.keys, targets, scale: 0.05 };
  const answers = new AnswersWatch({
    ...parts,
    projectOf: () => ({ client, callsPerSecond: 100 }),
  });
  const file = new ConfigFile(JSON.stringify(fileOf(project)), {});
  for (const target of [`${project}/gone`, 'default/runs', 'default/own']) {
    await rig.redis.hset(rig.keys.of(target).target, 'liveJob', `job-of-${target}`);
  }
  const added = file.config.bridges.map((config) => ({ config }) as never);
  await answers.apply({ added, changed: [], removed: [] });
  answers.start();
  try {
    await use({ asked, told: async (room) => (await targets.answers(`default/${room}`)).answers });
  } finally {
    answers.stop();
    file.remove();
    rig.close();
    await transport.destroy();
    await server.close();
  }
}

interface Watched {
  readonly asked: readonly string[];
  readonly told: (room: string) => Promise<string | undefined>;
}

const PROJECT = {
  endpoint: 'http://127.0.0.1:9',
  projectId: 'p',
  auth: { type: 'token', token: 't' },
  reportAuth: 'auth',
};

/** One room belongs to an app user. @param project that of the room that is gone. */
function fileOf(project: string): object {
  const bridges = [
    ['gone', project],
    ['runs', 'default'],
    ['own', 'default', 'shop-17'],
  ].map(([roomId, its, appUserId]) => ({
    name: roomId,
    source: { type: 'push', token: 't'.repeat(16) },
    target: {
      roomId,
      project: its,
      ...(appUserId && { appUserId }),
      choose: { pace: 'human', comments: { n: 1, everySeconds: 8 } },
    },
  }));
  return { projects: { default: PROJECT, other: PROJECT }, bridges };
}

describe('the answers that wait', () => {
  it.each([
    ['is gone', GONE],
    ['is not to be seen', FORBIDDEN],
  ])('are asked of a running job as ever where the job of another room %s', async (_, ofGone) => {
    await watch(ofGone, 'default', async ({ asked, told }) => {
      const ofRunning = () => asked.filter((room) => room === 'runs').length;
      await eventually(() => ofRunning() > 5, 'the running job is asked about', 20_000);
      expect(await told('runs')).toMatch(/^3:/);
      expect(asked.filter((room) => room === 'gone')).toHaveLength(1);
    });
  });

  it('are asked for by the app user of the room', async () => {
    await watch(RUNNING, 'default', async ({ told }) => {
      await eventually(async () => (await told('runs')) !== undefined, 'a room is told');
      expect(await eventually(async () => told('own'), 'that of an app user, too')).toMatch(/^3:/);
    });
  });

  it('are asked of a project as ever while another does not answer', async () => {
    await watch(SILENT, 'other', async ({ asked }) => {
      const ofRunning = () => asked.filter((room) => room === 'runs').length;
      await eventually(() => ofRunning() > 5, 'the running job is asked about', 20_000);
      expect(asked).toContain('gone');
    });
  });
});
