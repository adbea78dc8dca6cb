import { Simulator, type SimulatorOptions } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { comment, report, reportOf, reportUrl, send } from './support/report-client.js';

const USER = { userId: 'test_1', name: '小明', level: 3, badge: '铁粉', badgeLevel: 2 };
const GIFT = { giftName: '小星星', giftNum: 10, totalValue: 10, giftValue: 3 };
const event = (type: number, content: unknown) => ({
  timestamp: 1_700_000_000_000,
  type,
  content: JSON.stringify(content),
});

describe('reports', () => {
  let simulator: Simulator;
  const start = async (options: SimulatorOptions = {}) => {
    simulator = await new Simulator({ errorShape: 'classic', keep: 'all', ...options }).start();
  };
  afterEach(() => simulator.stop());

  it('accepts the documented shape of every type, and keeps what it accepted', async () => {
    await start();
    const events = [
      event(1, { user: USER, content: '你好 "hello"' }),
      event(2, { user: USER }),
      event(3, { user: USER }),
      event(4, { gift: GIFT, user: USER }),
      event(5, { user: USER }),
      event(6, { numberOfViewers: 5466 }),
      { timestamp: 0, type: 42 },
      { timestamp: 4_102_415_999_000 },
    ];
    const body = { ...reportOf(...events), review_config: { no_need_review: true } };
    expect(await report(simulator, body)).toMatchObject({ status: 200, json: {} });
    const [first, ...others] = simulator.events();
    expect(first).toMatchObject({ ordinal: 1, report: 1, ...events[0] });
    expect(others).toHaveLength(7);
    const { accepted } = simulator.state();
    expect(accepted).toMatchObject({ events: 8, reports: 1, eventsPerReportMax: 8 });
    expect(accepted.byType).toMatchObject({ '1': 1, '6': 1, '42': 1, none: 1 });
  });

  it.each<[string, unknown]>([
    ['total is missing', { events: [] }],
    ['total is 0', { total: 0, events: [] }],
    ['total is 1001', { total: 1001, events: Array(1001).fill(comment('x')) }],
    ['total is not the number of events', { total: 2, events: [comment('x')] }],
    ['total is a text', { total: '1', events: [comment('x')] }],
    ['events are an object', { total: 1, events: {} }],
    ['the body has another field', { ...reportOf(comment('x')), extra: 1 }],
    ['review_config has another field', { ...reportOf(comment('x')), review_config: { a: 1 } }],
    ['an event is null', { total: 1, events: [null] }],
    ['a timestamp is missing', reportOf({ type: 2, content: JSON.stringify({ user: USER }) })],
    ['a timestamp is a text', reportOf({ ...comment('x'), timestamp: '1' })],
    ['a timestamp has a fraction', reportOf({ ...comment('x'), timestamp: 1.5 })],
    ['a timestamp is too large', reportOf({ ...comment('x'), timestamp: 4_102_415_999_001 })],
    ['a type is 101', reportOf({ ...comment('x'), type: 101 })],
    ['a type is a text', reportOf({ ...comment('x'), type: '1' })],
    ['an event has another field', reportOf({ ...comment('x'), id: '1' })],
    ['content is an object', reportOf({ ...comment('x'), content: { user: USER } })],
    ['content is missing', reportOf({ timestamp: 1, type: 1 })],
    ['content is not JSON', reportOf({ ...comment('x'), content: '{' })],
    ['content is an array', reportOf(event(2, [USER]))],
    ['a comment has no text', reportOf(event(1, { user: USER }))],
    ['a comment has a number as its text', reportOf(event(1, { user: USER, content: 1 }))],
    ['an entry has a text', reportOf(event(2, { user: USER, content: 'x' }))],
    ['a user is missing', reportOf(event(3, {}))],
    ['a user lacks a field', reportOf(event(2, { user: { ...USER, badge: undefined } }))],
    ['a user has another field', reportOf(event(2, { user: { ...USER, avatar: '' } }))],
    ['a level is a text', reportOf(event(2, { user: { ...USER, level: '3' } }))],
    ['a level is negative', reportOf(event(2, { user: { ...USER, level: -1 } }))],
    ['a level is too large', reportOf(event(2, { user: { ...USER, level: 2 ** 31 } }))],
    ['a user id is empty', reportOf(event(2, { user: { ...USER, userId: '' } }))],
    ['a gift is missing', reportOf(event(4, { user: USER }))],
    ['a gift has no name', reportOf(event(4, { user: USER, gift: { ...GIFT, giftName: 1 } }))],
    [
      'a gift has half a count',
      reportOf(event(4, { user: USER, gift: { ...GIFT, giftNum: 0.5 } })),
    ],
    ['a gift has another field', reportOf(event(4, { user: USER, gift: { ...GIFT, id: 1 } }))],
    ['a viewer count is a text', reportOf(event(6, { numberOfViewers: '5' }))],
    ['a viewer count has a user', reportOf(event(6, { numberOfViewers: 5, user: USER }))],
    ['the second event is wrong', reportOf(comment('x'), { ...comment('y'), type: -1 })],
  ])('refuses a report in which %s', async (_what, body) => {
    await start({ validate: 'full' });
    const reply = await report(simulator, body as object);
    expect(reply).toMatchObject({ status: 400, json: { error_code: 'MSS.00000003' } });
    expect(simulator.state().accepted.events).toBe(0);
  });

  it.each<[string, object]>([
    ['of the page’s own example', reportOf({ timestamp: 1, type: 1, content: 'xxxxx' })],
    ['of type 5 without a content', reportOf({ timestamp: 1, type: 5 })],
    ['that is told and not there', { total: 1 }],
  ])('accepts, as documented, an event %s', async (_what, body) => {
    await start();
    expect(await report(simulator, body)).toMatchObject({ status: 200, json: {} });
  });

  it('refuses bodies that are no JSON, or not said to be', async () => {
    await start();
    const broken = await report(simulator, '{"total":1,');
    expect(broken.json).toMatchObject({ error_code: 'MSS.10000002' });
    const headers = { 'content-type': 'text/plain' };
    const untold = await report(simulator, reportOf(comment('x')), { headers });
    expect(untold.json).toMatchObject({ error_code: 'MSS.10000002' });
  });

  it.each([
    ['refresh_url is neither true nor false', '?refresh_url=1', {}],
    ['the query has a name that is not documented', '?batch=1', {}],
    ['X-App-UserId is not plain text', '', { 'x-app-userid': '店' }],
  ])('refuses a report when %s', async (_what, query, extra: Record<string, string>) => {
    await start();
    const url = `${reportUrl(simulator)}${query}`;
    const headers = Object.fromEntries(
      Object.entries(extra).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
    );
    const reply = await report(simulator, reportOf(comment('x')), { url, headers });
    expect(reply.json).toMatchObject({ error_code: 'MSS.00000003' });
  });

  it('takes both documented bodies of errors in turn', async () => {
    await start({ errorShape: 'alternate' });
    const [first, second] = [await report(simulator, {}), await report(simulator, {})];
    expect(Object.keys(first.json)).toEqual(['error_code', 'error_msg']);
    expect(second.json).toMatchObject({
      status_code: 400,
      request_id: second.headers['x-request-id'],
      error_code: 'MSS.00000003',
      error_message: expect.any(String),
    });
  });

  it('refuses a body that is too long with 413', async () => {
    await start({ bodyBytesMax: 1000 });
    const reply = await report(simulator, reportOf(comment('x'.repeat(1000))));
    expect(reply).toMatchObject({ status: 413, json: { error_code: 'APIGW.0201' } });
  });

  it('throttles what exceeds the limit of a second', async () => {
    await start({ throttlePerSecond: 1 });
    const replies = await Promise.all(
      [1, 2, 3].map((n) => report(simulator, reportOf(comment(`${n}`)))),
    );
    const throttled = replies.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThanOrEqual(1);
    expect(throttled[0]!.json).toMatchObject({ error_code: 'APIGW.0308' });
    expect(simulator.state().throttled).toBe(throttled.length);
  });

  it('knows neither other rooms nor other jobs, nor other methods', async () => {
    await start();
    const { roomId, jobId } = simulator.rooms[0]!;
    for (const id of [roomId, jobId!]) {
      const url = reportUrl(simulator).replace(id, 'unknown');
      const reply = await report(simulator, reportOf(comment('x')), { url });
      expect(reply).toMatchObject({ status: 404, json: { error_code: 'MSS.00000002' } });
    }
    const headers = { 'x-auth-token': simulator.settings.token };
    const get = await send(reportUrl(simulator), { headers });
    expect(get.json).toMatchObject({ error_code: 'MSS.00010004' });
  });

  it('refuses reports for a job that has ended, and takes them for the next', async () => {
    await start();
    const { roomId } = simulator.rooms[0]!;
    const old = reportUrl(simulator);
    simulator.stopRoom(roomId);
    const refused = await report(simulator, reportOf(comment('x')), { url: old });
    expect(refused).toMatchObject({ status: 400, json: { error_code: 'MSS.20020001' } });
    const jobId = simulator.startRoom(roomId);
    expect((await report(simulator, reportOf(comment('x')))).status).toBe(200);
    expect(simulator.events(jobId)).toHaveLength(1);
  });

  it('counts marked events once each, and says what was repeated or out of turn', async () => {
    await start({ keep: 'marks' });
    await report(simulator, reportOf(comment('a #1-1'), comment('c #1-3')));
    await report(simulator, reportOf(comment('b #1-2'), comment('c #1-3'), comment('666')));
    const { accepted } = simulator.state();
    expect(accepted).toMatchObject({ distinct: 3, duplicates: 1, outOfOrder: 1, unmarked: 1 });
    expect(simulator.events().map(({ number }) => number)).toEqual([1, 3, 2, 3, undefined]);
  });

  it('tells how many reports of a job were in flight at the same time', async () => {
    await start({ latencyMs: 50 });
    await report(simulator, reportOf(comment('1')));
    expect(simulator.state().inFlightPerJobMax).toBe(1);
    // On a busy machine the first may be answered before the second comes.
    await eventually(async () => {
      await Promise.all([1, 2].map((n) => report(simulator, reportOf(comment(`${n}`)))));
      return simulator.state().inFlightPerJobMax > 1;
    }, 'two are in flight at the same time');
    expect(simulator.state()).toMatchObject({ inFlightPerJobMax: 2, inFlight: 0 });
  });

  it('gives accepted events as JSON Lines, page by page', async () => {
    await start({ rooms: 2 });
    await report(simulator, reportOf(comment('1'), comment('2')));
    await report(simulator, reportOf(comment('3')), { url: reportUrl(simulator, 1) });
    const page = async (query: string) => {
      const { text } = await send(`${simulator.url}/_sim/events?${query}`);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as object);
    };
    expect(await page('limit=2')).toHaveLength(2);
    expect(await page('after=2')).toMatchObject([{ ordinal: 3, content: expect.any(String) }]);
    expect(await page(`job=${simulator.rooms[1]!.jobId}`)).toHaveLength(1);
    expect(await page('after=3')).toEqual([]);
  });
});
