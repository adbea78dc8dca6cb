import type { Page } from 'playwright-core';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { secondOf } from '#event-buffer';
import { ApiRig, bearer, ROOM, TOKEN, VIEWER } from '../api/api-rig.js';
import { BufferRig, event, firstPlaces, limitsOf } from '../event-buffer/support/buffer-rig.js';
import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureConsoleBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { HEARS, StagedFleet } from './staged-fleet.js';

/** All that a first visit loads, compressed. */
const FIRST_LOAD_BYTES_MAX = 40_000;
const HOSTILE = '<img src=x onerror="document.title=1">\u202e"\'{{7*7}}';

const DOCK = { width: 360, height: 600 };
const GROUND = 'getComputedStyle(document.documentElement).backgroundColor';

interface Served {
  readonly rig: ApiRig;
  readonly fleet: StagedFleet;
  readonly url: string;
}

let browser: TestBrowser;
const stage = new Stage();
/** One that wants a token, and one of this machine alone, for all tests. */
let guarded: Served;
let open: Served;

beforeAll(async () => {
  ensureConsoleBuilt();
  [browser, guarded, open] = await Promise.all([TestBrowser.launch(), serve(), serve({})]);
}, BUILD_MS_MAX);

beforeEach(async () => {
  for (const { fleet } of [guarded, open]) {
    for (const name of ['cafe', 'shop']) await fleet.put({ name, target, source: HEARS });
  }
});

afterEach(async () => {
  await browser.closePages();
});

afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** Has MetaStudio refuse a comment. */
async function refuseOne(buffer: BufferRig, of: string): Promise<void> {
  await buffer.append([event('comment', 'a wish')], { target: of, bridge: 'shop' });
  const drain = await buffer.drain(of);
  await drain.readAhead();
  const batch = drain.window.cut(limitsOf(1000), firstPlaces(1000));
  const words = batch.refused.map(() => ({ code: 'C', message: 'M', requestId: 'R', at: 5 }));
  await drain.settle(batch, true, {}, words);
}

/** A console whose bridges look as they are put; its file has `shop` and `cafe`. */
async function serve(environment?: Readonly<Record<string, string>>): Promise<Served> {
  const redis = await RedisServer.shared();
  const bridges = ['shop', 'cafe'].map((name) => {
    return {
      name,
      source: { type: 'twitch-irc', channel: `${name}_tv` },
      target: { roomId: ROOM },
    };
  });
  const setup = { redis, bridges, ...(environment === undefined ? {} : { environment }) };
  const rig = stage.opens(await ApiRig.start(setup));
  const fleet = stage.opens(new StagedFleet(rig.relay.redis, rig.relay.keys));
  await fleet.run();
  return { rig, fleet, url: `http://127.0.0.1:${rig.port}/` };
}

const target = `default/${ROOM}`;

async function logIn(page: Page, token = TOKEN): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function fetched(url: string, encoding: string): Promise<IncomingMessage & { size: number }> {
  const request = get(url, { agent: false, headers: { 'accept-encoding': encoding } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let size = 0;
  response.on('data', (chunk: Buffer) => (size += chunk.length));
  await once(response, 'end');
  return Object.assign(response, { size });
}

describe('the console', () => {
  it.each([
    ['en-US', 'Token', 'Log in'],
    ['zh-CN', '令牌', '登录'],
  ])(
    'loads at most 40 kB at a first visit (%s), compressed, and keeps its files for ever',
    async (locale, token, enter) => {
      const { url } = guarded;
      const { page } = await browser.open('about:blank', { locale });
      const loaded = new Set<string>();
      page.on('request', (request) => loaded.add(request.url()));
      await page.goto(url);
      await page.getByLabel(token, { exact: true }).fill(TOKEN);
      await page.getByRole('button', { name: enter }).click();
      await page.getByRole('link', { name: 'shop' }).waitFor();
      const files = [...loaded].filter((one) => !one.includes('/api/'));
      // The worker's own request is no page's.
      const main = files.find((one) => /\/assets\/index-[\w-]+\.js$/u.test(one))!;
      const [worker] = /assets\/stream\.worker-[\w-]+\.js/u.exec(await (await fetch(main)).text())!;
      const all = [...new Set([...files, `${url}${worker}`])];
      const answers = await Promise.all(all.map(async (one) => fetched(one, 'gzip')));
      const bytes = answers.reduce((sum, { size }) => sum + size, 0);
      expect(bytes).toBeLessThan(FIRST_LOAD_BYTES_MAX);
      for (const [i, { headers }] of answers.entries()) {
        const isPage = all[i] === url;
        expect(headers['cache-control']).toBe(
          isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
        );
      }
    },
  );

  it('shows bridges after a log-in, trouble first and in the summary', async () => {
    const { fleet, url } = guarded;
    const { page, complaints } = await browser.open(url);
    await logIn(page, 'a-wrong-token-of-32-characters-yes');
    await page.getByText('The relay knows no such token.').waitFor();
    await logIn(page);
    await page.getByText('All is well: all 2 bridges hear their rooms.').waitFor();
    await page.getByText('Twitch · shop_tv').waitFor();
    const refused = 'The token does not work: make another.';
    await fleet.put({ name: 'shop', target, source: { state: 'backoff', refused }, received: 5 });
    await page.getByText('1 of 2 bridges needs you.').waitFor();
    await page.getByText(refused).waitFor();
    const rows = page.locator('.rows [role=row]');
    expect(await rows.first().textContent()).toContain('shop');
    expect(await page.title()).toBe('(1) Live Event Relay');
    await fleet.put({ name: 'shop', target, source: HEARS, received: 6 });
    await page.getByText('All is well').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that a browser without cookies keeps no log-in', async () => {
    const { page } = await browser.open('about:blank');
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setDocumentCookieDisabled', { disabled: true });
    await page.goto(guarded.url);
    await page.getByText('This browser keeps no cookies').waitFor();
  });

  it('tells what to do about waiting answers, and counts a bridge with dead letters as hearing', async () => {
    const { fleet, url } = open;
    const { page, complaints } = await browser.open(url);
    await page.getByText('All is well: all 2 bridges hear their rooms.').waitFor();
    const dead = { name: 'shop', target, source: HEARS, received: 9, dead: 4 };
    await fleet.put(dead);
    await page.getByText('No trouble. 2 of 2 bridges hear.').waitFor();
    await page.getByText('shop: Hears; some events were refused (4). Look at').waitFor();
    const answers = `412:${Date.now()}:8000:0`;
    await fleet.put({ ...dead, targetFields: { answers } });
    await page.getByText('Viewers wait for answers at 2 of 2 bridges.').waitFor();
    await page
      .getByText(/Hears; answers wait to be spoken \(412\)\. Clear the answers\./u)
      .waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('2 个桥接中有 2 个的观众在等待回复。').waitFor();
    await page.getByText(/待播的回复过多（412）。可点“清空待播回复”/u).waitFor();
    await fleet.put({ ...dead, dead: 0, targetFields: { answers: '' } });
    await page.getByText('一切正常').waitFor();
    expect(complaints).toEqual([]);
  });

  it('speaks Chinese to a Chinese browser, switches, and remembers both language and theme', async () => {
    const { url } = guarded;
    const { page } = await browser.open(url, { locale: 'zh-CN', colorScheme: 'dark' });
    await page.getByLabel('令牌', { exact: true }).fill(VIEWER);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('一切正常，2 个桥接都在接收。').waitFor();
    await page.getByText('只读').waitFor();
    expect(await page.getByRole('link', { name: '添加桥接' }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    const ground = async (): Promise<string> => page.evaluate(GROUND);
    const dark = await ground();
    await page.getByRole('button', { name: '主题：跟随系统' }).click();
    expect(await ground()).not.toBe(dark);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('All is well').waitFor();
    await page.reload();
    await page.getByText('All is well').waitFor();
    expect(await ground()).not.toBe(dark);
  });

  it('shows that one of two connections is lost, and why', async () => {
    const { rig, url } = open;
    const { redis, keys, ledger } = rig.relay;
    const second = secondOf('shop');
    const lost = { state: 'backoff', since: 1, reason: 'closed', holder: 'other' };
    await redis.hset(keys.leases, second, `1:${Date.now() + 3_600_000}:other`);
    await ledger.noteSources(new Map([[second, lost]]));
    try {
      const { page } = await browser.open(url, { locale: 'zh-CN' });
      await page.getByText('正常接收，但两个连接只剩一个（对端关闭了连接）').first().waitFor();
      await page.getByRole('link', { name: 'shop' }).first().click();
      await page.getByText('第二个连接', { exact: true }).waitFor();
      await page.getByText('未连接（对端关闭了连接）', { exact: true }).waitFor();
    } finally {
      await redis.hdel(keys.leases, second);
      await ledger.forgetSources([second]);
    }
  });

  it('shows what a platform or a viewer wrote as text, whatever it is', async () => {
    const { fleet, url } = guarded;
    await fleet.put({ name: 'cafe', target, source: { state: 'backoff', refused: HOSTILE } });
    await fleet.put({ name: 'shop', target, source: { state: HOSTILE, reason: HOSTILE } });
    const { page, complaints } = await browser.open(url);
    await logIn(page);
    await page.getByText('onerror').first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toContain('Live Event Relay');
    expect(complaints).toEqual([]);
  });

  it('asks for the token again when the session is over, and goes on where it was', async () => {
    const { rig, url } = guarded;
    const { page } = await browser.open(url);
    await logIn(page);
    await page.getByText('All is well').waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const headers = { cookie: `${cookie!.name}=${cookie!.value}`, 'x-relay-console': '1' };
    expect((await rig.ask('DELETE', '/api/session', { headers })).status).toBe(204);
    await page.getByText('Your session is over. Log in again.').waitFor();
    await logIn(page);
    await page.getByText('All is well').waitFor();
  });

  it('lets a dock in by a one-time link, in the role that it was made for', async () => {
    const { url } = guarded;
    const { page } = await browser.open(`${url}#/settings`);
    await logIn(page);
    await page.getByRole('button', { name: 'Link that looks' }).click();
    const address = await page.getByLabel('Address of the dock').inputValue();
    expect(address).toMatch(/^http:.*\/#\/dock\/[\w-]{43}$/u);
    // Docks have cookies of their own, and so has each page here.
    const { page: dock, complaints } = await browser.open(address, { viewport: DOCK });
    await dock.getByText('All is well').waitFor();
    await dock.getByText('Looks only').waitFor();
    expect(dock.url()).toBe(`${url}#/`);
    // The dock goes on by its session when OBS is started again.
    await dock.goto('about:blank');
    await dock.goto(address);
    await dock.getByText('All is well').waitFor();
    const { page: late } = await browser.open(address);
    await late.getByText('The link was opened before').waitFor();
    await logIn(late);
    await late.getByText('All is well').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that a part of it could not be loaded, and how to go on', async () => {
    const { page } = await browser.open('about:blank');
    await page.route('**/assets/letters-page-*.js', async (asked) => asked.abort());
    await page.goto(open.url);
    await page.getByRole('link', { name: 'Dead letters' }).click();
    await page.getByText('This part of the page could not be loaded').waitFor();
    await page.unroute('**/assets/letters-page-*.js');
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await page.getByRole('heading', { name: 'Dead letters' }).waitFor();
  });

  it("replays a dead letter, names a deaf source, and tells a viewer's event's fate", async () => {
    const { rig, fleet, url } = open;
    const { redis, keys } = rig.relay;
    const buffer = await BufferRig.open(undefined, rig.prefix);
    await refuseOne(buffer, target);
    buffer.close();
    const rows = [[Date.now(), 'comment', 'k1', 'filtered_word', '']];
    const words = [['twitch_1', HOSTILE, HOSTILE]];
    const came = (bridge: string, times: number): string => {
      const [row, word] = [rows[0]!, words[0]!];
      const many = Array.from({ length: times });
      return JSON.stringify({
        k: 'came',
        bridge,
        rows: many.map(() => row),
        words: many.map(() => word),
      });
    };
    await redis.xadd(keys.of(target).trail, '*', 'r', came('shop', 1));
    const deaf = {
      hearing: { state: 'deaf', deaf: 'not-understood', frames: 9, notUnderstood: 9 },
    };
    await fleet.put({ name: 'cafe', target, source: deaf });
    const { page, complaints } = await browser.open(`${url}#/letters`);
    // What cannot be undone asks first.
    await page.getByRole('button', { name: 'Give up', exact: true }).click();
    await page.getByRole('dialog').getByText('Give 1 event up?').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    await page.getByText('1 event sent again.').waitFor();
    await page.getByRole('link', { name: 'Why not?' }).click();
    await page.getByRole('searchbox').fill('onerror');
    await page.getByText('Not wanted: a word').waitFor();
    // It is seen with its bridge, also where another one of the room is loud.
    for (let i = 0; i < 6; i++)
      await redis.xadd(keys.of(target).trail, '*', 'r', came('cafe', 100));
    await page.evaluate("location.hash = '#/bridge/shop'");
    await page.locator('.live-events').getByText('onerror').first().waitFor();
    await redis.xtrim(keys.of(target).trail, 'MAXLEN', 0);
    await redis.xadd(keys.of(target).trail, '*', 'r', came('shop', 1));
    // A filter is tried on it, also of a bridge that only the file changes.
    await page.evaluate("location.hash = '#/bridge/shop'");
    await page.getByRole('link', { name: 'Try filters' }).click();
    await page.getByLabel('Shortest comment').fill('200');
    await page.getByRole('button', { name: 'Preview on the last ten minutes' }).click();
    await page.getByText('What would have become of 1 events').waitFor();
    await page.getByText('filter: {"minLength":200}').waitFor();
    expect(await page.getByRole('button', { name: 'Keep the change' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Bridges', exact: true }).click();
    await page.getByText('1 of 2 bridges needs you.').waitFor();
    expect(await page.locator('.rows [role=row]').first().textContent()).toContain('cafe');
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('tells how many dead letters were sent again or given up, also where another operator was first', async () => {
    const { rig, url } = open;
    const buffer = await BufferRig.open(undefined, rig.prefix);
    await refuseOne(buffer, target);
    buffer.close();
    const { page } = await browser.open(`${url}#/letters`);
    const again = page.getByRole('button', { name: 'Send again', exact: true });
    await again.waitFor();
    // It still shows the letter when the buttons are used.
    await page.route('**/api/dead-letters/count', () => {});
    await rig.ask('POST', '/api/dead-letters/replay', { body: { all: true } });
    await again.click();
    await page.getByText('0 events sent again.').waitFor();
    await page.getByRole('button', { name: 'Give up', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Give up' }).click();
    await page.getByText('0 events given up.').waitFor();
  });

  it('draws its plots anew where the system turns dark while it is open', async () => {
    const { page } = await browser.open(`${open.url}#/bridge/shop`, { colorScheme: 'light' });
    await page.locator('.plot canvas').first().waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    // The lines of the grid, as colors.css has them.
    await eventually(
      async () =>
        page.evaluate<boolean>(`[...document.querySelectorAll('.plot canvas')].every((one) => {
          const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height);
          return data.some((red, i) => i % 4 === 0 && red === 0x25 && data[i + 1] === 0x2c && data[i + 2] === 0x36);
        })`),
      'the plots have the dark colours',
    );
  });

  it('shows a bridge in the Chromium of a dock that is some years old', async () => {
    const { page, complaints } = await browser.open('about:blank', { viewport: DOCK });
    // What Chromium has had only since version 103.
    await page.addInitScript(`for (const of of [Array, Uint8Array])
      for (const name of ['toReversed', 'toSorted', 'toSpliced', 'with']) delete of.prototype[name];
      for (const name of ['union', 'difference', 'intersection', 'isSubsetOf']) delete Set.prototype[name];
      for (const name of ['map', 'filter', 'toArray', 'some', 'find']) delete Iterator.prototype[name];
      delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers; delete Array.fromAsync;
      delete AbortSignal.any; delete AbortSignal.timeout; delete Promise.try;`);
    await page.goto(`${open.url}#/bridge/shop`);
    await page.locator('.spec').waitFor();
    expect(complaints).toEqual([]);
  });

  it('has a policy without inline script, style or markup from text, and is framed by nobody', async () => {
    const { rig } = guarded;
    const { headers, text, status } = await rig.ask('GET', '/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=/);
    expect((await rig.ask('GET', '/assets/none.js')).status).toBe(404);
    expect((await rig.ask('GET', '/assets/..%2f..%2f..%2fpackage.json')).status).toBe(404);
    const again = await rig.ask('GET', '/', { headers: { 'if-none-match': headers.etag! } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it('without a token serves only this machine, and no page by DNS rebinding', async () => {
    const { rig, url } = open;
    const { page } = await browser.open(url);
    await page.getByText('All is well').waitFor();
    const host = { host: `evil.example:${rig.port}` };
    for (const path of ['/api/session', '/api/events', '/api/bridges', '/api/status']) {
      expect((await rig.ask('GET', path, { headers: host })).status).toBe(401);
      const crossing = { origin: 'http://evil.example' };
      expect((await rig.ask('GET', path, { headers: crossing })).status).toBe(403);
    }
    const headers = { ...host, ...bearer };
    expect((await rig.ask('POST', '/api/bridges/shop/pause', { headers })).status).toBe(401);
  });

  it('opens a bridge at its room, not at one that it has left, where events of it were refused', async () => {
    const { fleet, url } = open;
    const former = 'default/a-former-room';
    await fleet.put({ name: 'shop', target: former, dead: 1, received: 1, source: HEARS });
    const { page } = await browser.open(`${url}#/bridge/shop`);
    await page.getByText('Refused: dead letters').nth(1).waitFor();
    await page.locator('.facts').getByText(target).waitFor();
    expect(await page.getByText(former).count()).toBe(0);
    await page.getByRole('link', { name: 'Bridges', exact: true }).first().click();
    await page.locator('.row').getByText('Taken away from here').waitFor();
  });
});
