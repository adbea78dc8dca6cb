import type { RequestListener } from 'node:http';
import {
  AkSkSigner,
  ApiCaller,
  createTransport,
  endpointOf,
  ManagementClient,
  PacedLimiter,
  SkewClock,
} from '#metastudio';
import { Secret } from '#secret';
import { JobLister } from '../../apps/relay/src/projects/live-jobs/job-lister.js';
import { JobLookupError } from '../../apps/relay/src/projects/lookup/job-lookup-error.js';
import { LookupGate } from '../../apps/relay/src/projects/lookup/lookup-gate.js';
import type { LookupTimes } from '../../apps/relay/src/projects/lookup/lookup-times.js';
import { RunningJobs } from '../../apps/relay/src/projects/live-jobs/running-jobs.js';
import {
  answer,
  startHttpServer,
  type ScriptedServer,
} from '../metastudio/support/scripted-server.js';
import { eventually } from '../support/eventually.js';

const LISTING = '/v1/p1/smart-live-jobs?';
const AT_LEISURE: LookupTimes = { everyMs: 60_000, againMs: 50, staleMs: 300_000 };
const OFTEN: LookupTimes = { everyMs: 100, againMs: 20, staleMs: 400 };

interface WireJob {
  readonly job_id: string;
  readonly room_id: string;
  readonly state: string;
  readonly create_time?: string;
}

function job(id: string, room: string, more: Partial<WireJob> = {}): WireJob {
  return { job_id: id, room_id: room, state: 'PROCESSING', ...more };
}

function jobs(...listed: WireJob[]): RequestListener {
  return answer(200, { count: listed.length, smart_live_jobs: listed });
}

async function jobIdOf(all: RunningJobs, roomId: string, again = false) {
  return (await all.jobOf({ project: 'default', roomId }, again, { appUserId: undefined }))?.jobId;
}

describe('RunningJobs', () => {
  const opened: { close(): Promise<void> }[] = [];
  const told: string[] = [];
  /** What the whole project, and each room by itself, is answered. */
  let ofProject: RequestListener;
  let ofRoom: Map<string, RequestListener>;
  let server: ScriptedServer;

  beforeEach(async () => {
    told.length = 0;
    ofRoom = new Map();
    server = await startHttpServer((request, response) => {
      const room = /smart-live-rooms\/([^/]+)\//u.exec(request.url!)?.[1];
      const step = room === undefined ? ofProject : (ofRoom.get(room) ?? jobs());
      step(request, response);
    });
    opened.push(server);
  });

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  function running(times: LookupTimes, projectId = 'p1'): RunningJobs {
    const transport = createTransport();
    const clock = new SkewClock();
    const signer = new AkSkSigner({ accessKey: new Secret('ak'), secretKey: new Secret('sk') });
    const options = { endpoint: endpointOf(server.origin), projectId, timeoutMs: 2000 };
    const caller = new ApiCaller(options, signer, transport, clock, new PacedLimiter(1000));
    const listener = {
      clockSkewed: () => {},
      lookupFailed: (error: Error) => told.push(error.message),
      lookupRecovered: () => told.push('recovered'),
      listingRefused: () => told.push('listing refused'),
      roomMissing: (roomId: string) => told.push(`missing ${roomId}`),
      roomFound: (roomId: string, wasMissing: boolean) => {
        if (wasMissing) told.push(`found ${roomId}`);
      },
      roomLeft: (roomId: string) => told.push(`left ${roomId}`),
    };
    const gate = new LookupGate('default', times, listener);
    const lister = new JobLister(new ManagementClient(projectId, caller));
    const made = new RunningJobs({ lister, gate, clock, listener, times });
    opened.push({
      close: async () => {
        made.stop();
        await transport.destroy();
      },
    });
    return made;
  }

  /** How often the project, and each room, was asked for. */
  function asked(): { listings: number; alone: string[] } {
    const urls = server.arrived.map(({ url }) => url);
    const alone = urls.flatMap((url) => /smart-live-rooms\/([^/]+)\//u.exec(url)?.[1] ?? []);
    return { listings: urls.filter((url) => url.startsWith(LISTING)).length, alone };
  }

  it('looks at once when a stream begins, unless no room is followed', async () => {
    ofProject = jobs();
    const all = running(AT_LEISURE);
    all.lookNow();
    const heard: (string | undefined)[] = [];
    all.watch('r1', (found) => heard.push(found?.[0]?.jobId));
    await eventually(() => heard.length > 0, 'it is looked up once');
    expect(heard).toEqual([undefined]);
    ofProject = jobs(job('j1', 'r1'));
    all.lookNow();
    await eventually(() => heard.includes('j1'), 'its job is heard of');
  });

  it('looks once more where a stream begins while the jobs are just being listed', async () => {
    const all = running(AT_LEISURE);
    const heard: (string | undefined)[] = [];
    let isTold = false;
    ofProject = (request, response) => {
      // What is listed is of before; the next answer knows the job.
      if (!isTold) all.lookNow();
      (isTold ? jobs(job('j1', 'r1')) : jobs())(request, response);
      isTold = true;
    };
    all.watch('r1', (found) => heard.push(found?.[0]?.jobId));
    await eventually(() => heard.includes('j1'), 'its job is heard of');
    expect(heard).toEqual([undefined, 'j1']);
  });

  it('looks soon for a room that comes to others, and once for those that come together', async () => {
    ofProject = jobs(job('j1', 'r1'), job('j2', 'r2'), job('j3', 'r3'));
    const all = running({ ...AT_LEISURE, everyMs: 600_000 });
    const heard: (string | undefined)[] = [];
    const watch = (room: string): unknown =>
      all.watch(room, (found) => heard.push(found?.[0]?.jobId));
    watch('r1');
    await eventually(() => heard.includes('j1'), 'the first is looked up');
    const before = asked().listings;
    for (const room of ['r2', 'r3', 'r1']) watch(room);
    await eventually(() => heard.includes('j2') && heard.includes('j3'), 'the others are, too');
    expect([asked().listings - before, asked().alone]).toEqual([1, []]);
  });

  it('asks once for all rooms and concurrent callers', async () => {
    ofProject = jobs(job('j1', 'r1'), job('j2', 'r2'));
    const all = running(AT_LEISURE);
    for (const room of ['r1', 'r2']) all.watch(room, () => {});
    const ids = await Promise.all(['r1', 'r2', 'r1'].map(async (room) => jobIdOf(all, room)));
    expect(ids).toEqual(['j1', 'j2', 'j1']);
    expect(await jobIdOf(all, 'r2')).toBe('j2');
    expect(asked()).toEqual({ listings: 1, alone: [] });
  });

  it('takes the newest job by its time, and none that does not run', async () => {
    ofProject = jobs(
      job('middle', 'r1', { create_time: '2026-01-10T08:43:17Z' }),
      job('newest', 'r1', { create_time: '2026-01-10T09:43:17+00:00' }),
      job('over', 'r1', { create_time: '2026-01-11T08:43:17Z', state: 'SUCCEED' }),
      job('timeless', 'r1'),
    );
    expect(await jobIdOf(running(AT_LEISURE), 'r1')).toBe('newest');
  });

  it('asks separately for a room that the listing never showed', async () => {
    ofProject = jobs();
    ofRoom.set('r1', jobs(job('j1', 'r1')));
    const all = running(AT_LEISURE);
    expect(await jobIdOf(all, 'r1')).toBe('j1');
    expect(await jobIdOf(all, 'r2')).toBeUndefined();
    expect(asked().alone).toEqual(['r1', 'r2']);
  });

  it('confirms that the job of a listed room has ended, and then believes the listing', async () => {
    ofProject = jobs(job('j1', 'r1'));
    const all = running(OFTEN);
    const heard: (string | undefined)[] = [];
    all.watch('r1', (found) => heard.push(found?.[0]?.jobId));
    await eventually(() => heard.length === 1, 'the job is heard');
    // A page that changes while it is read may leave a job out.
    ofRoom.set('r1', jobs(job('j1', 'r1')));
    ofProject = jobs();
    await eventually(() => asked().alone.length > 1, 'the room is asked for');
    expect(heard).toEqual(['j1']);
    ofRoom.set('r1', jobs());
    await eventually(() => heard.length === 2, 'the end is heard');
    const { alone, listings } = asked();
    await eventually(() => asked().listings > listings + 2, 'it goes on listing');
    expect(asked().alone).toHaveLength(alone.length);
    ofProject = jobs(job('j2', 'r1'));
    await eventually(() => heard.length === 3, 'the next job is heard');
    expect(heard).toEqual(['j1', undefined, 'j2']);
  });

  it('asks room by room where the project may not be listed, and says so once', async () => {
    ofProject = answer(403, { error_code: 'APIGW.0302' });
    ofRoom.set('r1', jobs(job('j1', 'r1')));
    const all = running(OFTEN);
    expect(await jobIdOf(all, 'r1')).toBe('j1');
    await eventually(() => asked().listings > 3, 'it goes on');
    expect(told).toEqual(['listing refused']);
  });

  it('looks again at once when a job is gone, within its pace', async () => {
    ofProject = jobs(job('j1', 'r1'));
    const all = running({ ...AT_LEISURE, againMs: 100 });
    expect(await jobIdOf(all, 'r1')).toBe('j1');
    ofProject = jobs(job('j2', 'r1'));
    const startedAt = performance.now();
    let rounds = 0;
    for (; rounds < 5; rounds++) expect(await jobIdOf(all, 'r1', true)).toBe('j2');
    expect(performance.now() - startedAt).toBeGreaterThan(400);
    expect(asked().listings).toBe(1 + rounds);
  });

  it('ignores an answer that was on its way when the job was found gone', async () => {
    let release: (() => void) | undefined;
    ofProject = (request, response) => {
      const late = jobs(job('old', 'r1'));
      release = () => late(request, response);
    };
    const all = running(AT_LEISURE);
    const first = jobIdOf(all, 'r1');
    await eventually(() => asked().listings === 1, 'the first listing is under way');
    const again = jobIdOf(all, 'r1', true);
    ofProject = jobs(job('new', 'r1'));
    release?.();
    expect(await first).toBe('old');
    expect(await again).toBe('new');
  });

  it('keeps the last answer for a while when there is no newer one, then says so', async () => {
    ofProject = jobs(job('j1', 'r1'));
    // A while that is longer than a busy machine takes to ask again.
    const all = running({ ...OFTEN, staleMs: 4000 });
    expect(await jobIdOf(all, 'r1')).toBe('j1');
    ofProject = answer(503, {});
    await eventually(() => told.length > 0, 'the listing fails');
    expect(await jobIdOf(all, 'r1')).toBe('j1');
    await eventually(async () => {
      return jobIdOf(all, 'r1').then(
        () => false,
        (error: unknown) => error instanceof JobLookupError,
      );
    }, 'it is too old');
    ofProject = jobs(job('j2', 'r1'));
    await eventually(async () => (await jobIdOf(all, 'r1').catch(() => '')) === 'j2', 'it is back');
    expect(told).toEqual([expect.stringContaining('did not answer as it should'), 'recovered']);
  });

  it('asks nothing for a while after MetaStudio refused the credential', async () => {
    ofProject = answer(401, { error_code: 'APIGW.0301' });
    const all = running(AT_LEISURE);
    for (let tries = 0; tries < 20; tries++) {
      await expect(jobIdOf(all, 'r1')).rejects.toThrow(JobLookupError);
    }
    expect(asked().listings).toBe(1);
    expect(told).toEqual([
      expect.stringMatching(/^The live jobs of the project default cannot be looked up: .*auth/u),
    ]);
  });

  it('treats a room that does not exist as one without a job, and logs it once', async () => {
    ofProject = jobs();
    ofRoom.set('r1', answer(404, { error_code: 'MSS.00000002' }));
    const all = running(OFTEN);
    all.watch('r1', () => {});
    expect(await jobIdOf(all, 'r1')).toBeUndefined();
    await eventually(() => asked().alone.length > 2, 'it is asked for again');
    expect(told).toEqual(['missing r1']);
  });

  it('says that a missing room is there once the listing shows its job', async () => {
    ofProject = jobs();
    ofRoom.set('r1', answer(404, { error_code: 'MSS.00000002' }));
    const all = running(OFTEN);
    all.watch('r1', () => {});
    await eventually(() => told.length > 0, 'it is missing');
    ofProject = jobs(job('j1', 'r1'));
    await eventually(async () => (await jobIdOf(all, 'r1')) === 'j1', 'its job is heard of');
    expect(told).toEqual(['missing r1', 'found r1']);
  });

  it('says of a missing room that nobody needs any more that it is left', async () => {
    ofProject = jobs();
    ofRoom.set('r1', answer(404, { error_code: 'MSS.00000002' }));
    const all = running(OFTEN);
    const ends = ['r1', 'r2'].map((room) => all.watch(room, () => {}));
    await eventually(() => told.length > 0, 'it is missing');
    for (const end of ends) end();
    await eventually(() => told.length > 1, 'it is left');
    expect(told).toEqual(['missing r1', 'left r1']);
  });

  it('asks for no room alone that nobody needs any more, and tells nothing of it', async () => {
    ofProject = jobs();
    ofRoom.set('r1', answer(404, { error_code: 'MSS.00000002' }));
    let goOn: (() => void) | undefined;
    ofRoom.set('r0', (request, response) => (goOn = () => jobs()(request, response)));
    const all = running(OFTEN);
    all.watch('r0', () => {});
    const end = all.watch('r1', () => {});
    await eventually(() => goOn !== undefined, 'the first room is asked for');
    end();
    const { listings } = asked();
    await eventually(() => asked().listings > listings + 2, 'the second is let go');
    ofRoom.delete('r0');
    goOn!();
    const before = asked().listings;
    await eventually(() => asked().listings > before + 3, 'it goes on');
    expect([asked().alone.includes('r1'), told]).toEqual([false, []]);
  });

  it.each([500, 403])(
    'tells the jobs of other rooms, though MetaStudio answers %i for one that is asked for first',
    async (status) => {
      ofProject = jobs(job('j2', 'r2'));
      ofRoom.set('r1', answer(status, {}));
      const all = running(AT_LEISURE);
      const [, other] = await Promise.allSettled([jobIdOf(all, 'r1'), jobIdOf(all, 'r2')]);
      expect(other).toEqual({ status: 'fulfilled', value: 'j2' });
    },
  );

  it('asks for the rooms behind one that MetaStudio fails for', async () => {
    ofProject = jobs();
    ofRoom.set('r1', answer(500, {}));
    ofRoom.set('r2', jobs(job('j2', 'r2')));
    const all = running(OFTEN);
    const heard: (string | undefined)[] = [];
    all.watch('r1', () => {});
    all.watch('r2', (found) => heard.push(found?.[0]?.jobId));
    await eventually(() => heard.includes('j2'), 'its job is heard of');
  });

  it('looks up other rooms at once where the credential may not see one', async () => {
    ofProject = jobs(job('j2', 'r2'));
    ofRoom.set('r1', answer(403, { error_code: 'APIGW.0302' }));
    const all = running(AT_LEISURE);
    expect(await jobIdOf(all, 'r1')).toBeUndefined();
    ofProject = jobs(job('j3', 'r2'));
    expect(await jobIdOf(all, 'r2', true)).toBe('j3');
    expect(told).toEqual(['missing r1']);
  });

  it('asks for nothing while nobody needs a room', async () => {
    ofProject = jobs(job('j1', 'r1'));
    const all = running(OFTEN);
    const end = all.watch('r1', () => {});
    await eventually(() => asked().listings > 1, 'it is looked up');
    end();
    const { listings } = asked();
    // Another that is needed shows that there was time to ask.
    running(OFTEN, 'p2').watch('r1', () => {});
    await eventually(() => {
      return server.arrived.filter(({ url }) => url.includes('/p2/')).length > 4;
    }, 'the other asks');
    // One round may have been under way.
    expect(asked().listings).toBeLessThanOrEqual(listings + 1);
  });
});
