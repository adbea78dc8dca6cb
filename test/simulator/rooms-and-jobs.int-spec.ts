import { Simulator, type SimulatorOptions } from '../../apps/simulator/src/index.js';
import { comment, report, reportOf, send, type Call, type Reply } from './support/report-client.js';

interface Job {
  readonly job_id: string;
  readonly room_id: string;
  readonly state: string;
  readonly create_time: string;
  readonly live_event_report_url: string;
}

interface Room {
  readonly room_id: string;
  readonly room_name: string;
  readonly last_job_status?: string;
}

const SINGLE_JOB = { job_run_config: { single_job_in_room: true } };

describe('rooms and jobs', () => {
  let simulator: Simulator;
  const start = async (options: SimulatorOptions = {}) => {
    simulator = await new Simulator({ errorShape: 'classic', ...options }).start();
  };
  afterEach(() => simulator.stop());

  const call = (path: string, more: Call = {}): Promise<Reply> => {
    const url = `${simulator.url}/v1/${simulator.settings.projectId}/${path}`;
    return send(url, { ...more, headers: { 'x-auth-token': simulator.settings.token } });
  };
  const rooms = async (query = '') => {
    const { json } = await call(`smart-live-rooms${query}`);
    return json as unknown as { count: number; smart_live_rooms: Room[] };
  };
  const jobs = async (path: string) => {
    const { json } = await call(path);
    return json as unknown as { count: number; smart_live_jobs: Job[] };
  };
  const roomIds = async (query: string) =>
    (await rooms(query)).smart_live_rooms.map(({ room_id: id }) => id);
  const jobIds = async (query: string) =>
    (await jobs(`${jobsOf(0)}${query}`)).smart_live_jobs.map(({ job_id: id }) => id);
  const jobsOf = (at: number) => `smart-live-rooms/${simulator.rooms[at]!.roomId}/smart-live-jobs`;

  it('lists rooms page by page, ten where no limit is given', async () => {
    await start({ rooms: 25 });
    const first = await rooms();
    expect(first.count).toBe(25);
    expect(first.smart_live_rooms).toHaveLength(10);
    const rest = await rooms('?offset=20&limit=100');
    expect(rest.smart_live_rooms.map(({ room_id: id }) => id)).toEqual(
      simulator.rooms.slice(20).map(({ roomId }) => roomId),
    );
    expect(rest.smart_live_rooms[0]).toMatchObject({
      room_type: 'NORMAL',
      room_state: 'ENABLE',
      last_job_status: 'PROCESSING',
      create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it('filters rooms as documented', async () => {
    await start({
      rooms: [
        { roomId: 'one', roomName: '女装 1' },
        { roomId: 'two', roomName: '男装 2', jobId: null },
        { roomId: 'three', roomName: '男装 3' },
      ],
    });
    simulator.stopRoom('three');
    expect(await roomIds(`?room_name=${encodeURIComponent('男装')}`)).toEqual(['two', 'three']);
    expect(await roomIds('?live_state=SUCCESS')).toEqual(['three']);
    expect(await roomIds('?live_state=NULL,PROCESSING')).toEqual(['one', 'two']);
    expect(await roomIds('?room_type=TEMPLATE')).toEqual([]);
    expect(await roomIds('?start_time=2099-01-01T00:00:00Z')).toEqual([]);
    expect(await roomIds('?confirm_state=confirmed')).toHaveLength(3);
    expect(await roomIds('?dh_id=x')).toEqual([]);
  });

  it.each([
    'smart-live-rooms?limit=0',
    'smart-live-rooms?limit=101',
    'smart-live-rooms?offset=-1',
    'smart-live-rooms?offset=2147483648',
    'smart-live-rooms?limit=1&limit=2',
    'smart-live-rooms?live_state=SUCCEED',
    'smart-live-rooms?start_time=yesterday',
    'smart-live-rooms?page=1',
    'smart-live-rooms?room_name=%zz',
    'smart-live-jobs?state=SUCCESS',
    'smart-live-jobs?sort_key=name',
    'smart-live-jobs?sort_dir=down',
    'smart-live-jobs?create_since=2024',
  ])('refuses %s', async (path) => {
    await start();
    const reply = await call(path);
    expect(reply).toMatchObject({ status: 400, json: { error_code: 'MSS.00000003' } });
  });

  it('shows a room, and says 404 for one that does not exist', async () => {
    await start();
    const { roomId } = simulator.rooms[0]!;
    expect((await call(`smart-live-rooms/${roomId}`)).json).toMatchObject({ room_id: roomId });
    expect((await call('smart-live-rooms/unknown')).status).toBe(404);
    expect((await call('smart-live-rooms/unknown/smart-live-jobs')).status).toBe(404);
    expect((await call('smart-live-songs')).json).toMatchObject({ error_code: 'APIGW.0101' });
  });

  it("lists a room's jobs by state and time, the oldest first unless told otherwise", async () => {
    await start();
    const { roomId, jobId: first } = simulator.rooms[0]!;
    simulator.stopRoom(roomId);
    const second = simulator.startRoom(roomId);
    expect(await jobIds('')).toEqual([first, second]);
    expect(await jobIds('?sort_dir=desc')).toEqual([second, first]);
    expect(await jobIds('?state=PROCESSING')).toEqual([second]);
    expect(await jobIds('?state=SUCCEED,FAILED')).toEqual([first]);
    expect(await jobIds('?create_until=2001-01-01T00:00:00%2B08:00')).toEqual([]);
  });

  it('lists the jobs of the tenant, each with a report URL that works', async () => {
    await start({ rooms: 3 });
    const { count, smart_live_jobs: found } = await jobs('smart-live-jobs?state=PROCESSING');
    expect(count).toBe(3);
    expect(found.map(({ room_id: id }) => id)).toEqual(simulator.rooms.map(({ roomId }) => roomId));
    const url = found[1]!.live_event_report_url;
    const headers = { 'content-type': 'application/json' };
    const reply = await send(url, { method: 'POST', headers, body: reportOf(comment('x')) });
    expect(reply.status).toBe(200);
    const name = encodeURIComponent('直播间 2');
    expect((await jobs(`smart-live-jobs?room_name=${name}`)).count).toBe(1);
  });

  it('shows a job, with the same URL until that expires', async () => {
    await start({ urlTtlMs: 60_000 });
    const path = `${jobsOf(0)}/${simulator.rooms[0]!.jobId}`;
    const [one, two] = [await call(path), await call(path)];
    expect(one.json['live_event_report_url']).toBe(two.json['live_event_report_url']);
    simulator.revokeUrls();
    const three = await call(path);
    expect(three.json['live_event_report_url']).not.toBe(one.json['live_event_report_url']);
    expect((await call(`${jobsOf(0)}/unknown`)).status).toBe(404);
  });

  it('starts a run with 202, and stops it', async () => {
    await start({ rooms: [{ roomId: 'idle', jobId: null }] });
    const started = await call(jobsOf(0), { method: 'POST', body: { view_mode: 'VERTICAL' } });
    expect(started.status).toBe(202);
    const jobId = String(started.json['job_id']);
    expect(started.json['live_event_report_url']).toContain(`/${jobId}/live-event-report`);
    expect((await report(simulator, reportOf(comment('x')))).status).toBe(200);
    const path = `${jobsOf(0)}/${jobId}`;
    expect((await call(`${path}/stop`, { method: 'POST' })).status).toBe(200);
    expect((await call(path)).json).toMatchObject({ state: 'SUCCEED' });
    const again = await call(`${path}/stop`, { method: 'POST' });
    expect(again.json).toMatchObject({ error_code: 'MSS.20020001' });
  });

  it('runs several jobs in a room, but not where a single one is asked for', async () => {
    await start();
    const refused = await call(jobsOf(0), { method: 'POST', body: SINGLE_JOB });
    expect(refused.json).toMatchObject({ error_code: 'MSS.20020001' });
    expect((await call(jobsOf(0), { method: 'POST', body: {} })).status).toBe(202);
    expect((await jobs(`${jobsOf(0)}?state=PROCESSING`)).count).toBe(2);
  });

  it.each([
    { view_mode: 'SQUARE' },
    { job_run_config: { single_job_in_room: 'yes' } },
    { job_run_config: { allow_resource_type: 'FREE' } },
    { interaction_callback_url: 'x'.repeat(2049) },
    { unknown: true },
  ])('refuses to start a run with %j', async (body) => {
    await start();
    const reply = await call(jobsOf(0), { method: 'POST', body });
    expect(reply).toMatchObject({ status: 400, json: { error_code: 'MSS.00000003' } });
  });

  it('starts and stops rooms for tests, in any state', async () => {
    await start();
    const { roomId } = simulator.rooms[0]!;
    const steer = (verb: string, body: object) =>
      send(`${simulator.url}/_sim/rooms/${roomId}/${verb}`, { method: 'POST', body });
    await steer('stop', { state: 'BLOCKED' });
    const { json } = await steer('start', { jobId: 'pinned-1', state: 'WAITING' });
    expect(json['jobs']).toMatchObject([
      { state: 'BLOCKED' },
      { jobId: 'pinned-1', state: 'WAITING' },
    ]);
    expect((await rooms('?live_state=WAITING')).count).toBe(1);
    expect((await steer('start', { state: 'RUNNING' })).status).toBe(400);
  });

  it('needs a credential for every call but the one for tokens', async () => {
    await start();
    const url = `${simulator.url}/v1/${simulator.settings.projectId}/smart-live-rooms`;
    expect((await send(url)).json).toMatchObject({ error_code: 'APIGW.0301' });
  });
});
