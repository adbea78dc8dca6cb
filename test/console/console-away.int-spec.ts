import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import type { Route } from 'playwright-core';
import { ApiRig, bearer, ROOM, TOKEN } from '../api/api-rig.js';
import { TestBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';
import {
  browserOfFile,
  endSession,
  logIn,
  make,
  openConsoleIn,
  type OpenedConsole,
} from './opened-console.js';

/** Streams that one process serves. */
const STREAMS = 32;

let browser: TestBrowser;

browserOfFile((launched) => {
  browser = launched;
});

async function openConsole(stage: Stage, host?: string, hash?: string): Promise<OpenedConsole> {
  return openConsoleIn(browser, stage, host, hash);
}

interface Gate {
  readonly opened: Promise<unknown>;
  open(): void;
}

function gate(): Gate {
  const opens = new EventEmitter();
  const opened = once(opens, 'open');
  return { opened, open: () => void opens.emit('open') };
}

/** Takes all streams of a process. @returns gives them back. */
async function takeStreams({ port }: ApiRig): Promise<() => void> {
  const taken = Array.from({ length: STREAMS }, () =>
    request({ port, host: '127.0.0.1', agent: false, path: '/api/events', headers: bearer }),
  );
  await Promise.all(
    taken.map(async (one) => {
      return new Promise((resolve) => {
        one.on('error', () => {}).once('response', (answer) => resolve(answer.resume()));
        one.end();
      });
    }),
  );
  return () => {
    for (const one of taken) one.destroy();
  };
}

describe('a page of the console', () => {
  it(
    'that came without TLS from another machine adds a bridge',
    Stage.of(async (stage) => {
      const { page } = await openConsole(stage, TestBrowser.OTHER_HOST, '#/add');
      expect(await page.evaluate('isSecureContext')).toBe(false);
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Channel').fill('cafe');
      await page.getByLabel('Room id').fill(ROOM);
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByRole('heading', { name: 'twitch-irc-cafe' }).waitFor();
    }),
  );

  it(
    'says why bridges were not changed, and counts no bridge of the API as one of the file',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      await make(rig, 'bar', 'cafe', 'club', 'hotel');
      await page.getByLabel('Choose hotel').waitFor();
      for (const name of ['bar', 'cafe', 'club']) await page.getByLabel(`Choose ${name}`).check();
      // Another operator removes one of them.
      const headers = { ...bearer, 'if-match': '*' };
      await rig.ask('DELETE', '/api/bridges/club', { headers });
      await page.getByText('2 chosen').waitFor();
      expect(await page.getByText('in the file').count()).toBe(0);
      await page.getByRole('searchbox').fill('hotel');
      await page.getByLabel('Choose cafe').waitFor({ state: 'detached' });
      expect(await page.getByLabel('Choose all that are shown').isChecked()).toBe(false);
      await page.route('**/bridges/cafe/pause', async (asked) => asked.abort());
      await page.getByRole('button', { name: 'Pause 2' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause 2' }).click();
      await page.getByText('1 were not done. cafe: The relay does not answer.').waitFor();
      // What failed is selected still, and the message is not in the way.
      await page.getByRole('button', { name: 'Delete 1' }).click();
      await page.getByRole('dialog').getByText('cafe').waitFor();
      // Nothing is offered for what another operator has removed.
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await rig.ask('DELETE', '/api/bridges/cafe', { headers });
      await page.locator('.bulk').waitFor({ state: 'detached' });
    }),
  );

  it(
    'lists the chosen bridges as its language does',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      await make(rig, 'bar', 'cafe');
      await page.getByRole('button', { name: '中文' }).click();
      for (const name of ['bar', 'cafe']) await page.getByLabel(`选择 ${name}`).check();
      await page.getByRole('button', { name: '暂停 2 个' }).click();
      await page.getByRole('dialog').getByText('bar、cafe').waitFor();
    }),
  );

  it(
    'says that Redis is away when it is opened, at a log-in and at a log-out',
    Stage.of(async (stage) => {
      const { redis, rig, page } = await openConsole(stage);
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await redis.kill();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByText(/\/readyz says how Redis is/u).waitFor();
      await page.reload();
      await page.getByText('The relay cannot reach Redis, where events wait.').waitFor();
      const chinese = await browser.open(`http://127.0.0.1:${rig.port}/`, { locale: 'zh-CN' });
      await chinese.page.getByLabel('令牌', { exact: true }).fill(TOKEN);
      await chinese.page.getByRole('button', { name: '登录' }).click();
      await chinese.page.getByText('Redis 暂时不可用').waitFor();
      // It goes on by itself; this Redis has kept no session.
      await redis.restart();
      await logIn(page);
    }),
  );

  it(
    'goes on once Redis is back also where another page was opened and closed meanwhile',
    Stage.of(async (stage) => {
      const { redis, page } = await openConsole(stage);
      const away = 'The relay cannot reach Redis, where events wait.';
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await redis.kill();
      await page.getByText(away).waitFor();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByText(away).waitFor();
      await other.close();
      // This Redis has kept no session.
      await redis.restart();
      await page.getByText('Your session is over. Log in again.').waitFor();
    }),
  );

  it(
    'that is one too many says so, asks seldom, and goes on when others have gone',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await page.goto('about:blank');
      const giveBack = await takeStreams(rig);
      let asked = 0;
      page.on('request', (one) => (asked += Number(one.url().endsWith('/api/session'))));
      await page.goto(`http://127.0.0.1:${rig.port}/#/bridge/shop`);
      await page.getByText('Too many pages are open').waitFor();
      // Nothing is known of the bridge, least of all that there is none.
      await page.getByText('Loading …').waitFor();
      giveBack();
      await page.getByRole('heading', { name: 'shop' }).waitFor();
      expect(asked).toBeLessThan(6);
      await page.goto(`http://127.0.0.1:${rig.port}/#/bridge/nobody`);
      await page.getByText('There is no bridge nobody.').waitFor();
    }),
  );

  it(
    'of one bridge says that the relay does not answer any more',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage, '127.0.0.1', '#/bridge/shop');
      await page.getByRole('heading', { name: 'shop' }).waitFor();
      await stage.stop(rig);
      await page.getByText('The relay does not answer.').waitFor();
    }),
  );

  it(
    'in Chinese says in Chinese what the relay expects of a number',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      await make(rig, 'bar');
      await page.getByRole('button', { name: '中文' }).click();
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      await page.getByText('更多设置', { exact: true }).click();
      await page.getByLabel('弹幕最短字数').fill('-5');
      await page.getByRole('button', { name: '保存修改' }).click();
      await page.getByText('还有内容需要修改').waitFor();
      await page.getByText('格式不正确，应为：0 到 500').waitFor();
      expect(await page.getByText('must be').count()).toBe(0);
    }),
  );

  it(
    'of one bridge shows it as another operator has just changed it',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      await make(rig, 'bar');
      await page.getByRole('link', { name: 'bar' }).first().click();
      await page.getByText('"chatroomId": 1').waitFor();
      // Also where it is asked for in vain at first.
      await page.route('**/api/bridges/bar', async (asked) => asked.abort(), { times: 1 });
      const headers = { ...bearer, 'if-match': '*' };
      await rig.ask('PATCH', '/api/bridges/bar', { headers, body: { filter: { minLength: 7 } } });
      await page.getByText('"minLength": 7').waitFor();
    }),
  );

  it(
    'goes on in all tabs of a browser where one of them logs in, and ends in all where one logs out',
    Stage.of(async (stage) => {
      const { page, rig } = await openConsole(stage);
      const other = await page.context().newPage();
      await other.goto(`http://127.0.0.1:${rig.port}/`);
      await other.getByRole('button', { name: 'Log out' }).waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await other.getByText('Your session is over. Log in again.').waitFor();
      await logIn(page);
      await other.getByRole('button', { name: 'Log out' }).waitFor();
      await make(rig, 'bar');
      for (const one of [page, other]) await one.getByText('bar', { exact: true }).waitFor();
    }),
  );

  it(
    'works where other pages of its origin have filled what the browser stores',
    Stage.of(async (stage) => {
      const { page } = await openConsole(stage);
      await page.evaluate(`localStorage.clear();
        for (let size = 2 ** 22; size >= 1; size /= 2)
          for (let i = 0; i < 2; i++)
            try { localStorage.setItem(size + '-' + i, 'x'.repeat(size)); } catch {}`);
      await page.context().clearCookies();
      await page.reload();
      await logIn(page);
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: 'English' }).waitFor();
    }),
  );

  it(
    'stops deleting many bridges where that is cancelled, and says how many are left',
    Stage.of(async (stage) => {
      const { page, rig } = await openConsole(stage);
      await make(rig, ...Array.from({ length: 9 }, (_, i) => `many-${i}`), 'another');
      await page.getByLabel('Choose many-8').waitFor();
      await page.getByRole('searchbox').fill('many-');
      await page.getByLabel('Choose all that are shown').check();
      await page.getByRole('button', { name: 'Delete 9' }).click();
      const held: Route[] = [];
      await page.route(/many-\d$/u, (route) => void held.push(route));
      await page.getByRole('dialog').getByRole('button', { name: 'Delete 9' }).click();
      await eventually(() => held.length === 6, 'as many are deleted as are at a time');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      // What is chosen while those that were begun end stays chosen, too.
      await page.getByRole('searchbox').fill('');
      await page.getByLabel('Choose another').check();
      await Promise.all(held.map(async (route) => route.continue()));
      await page.getByText('Stopped: 3 bridges left as before.').waitFor();
      await page.getByText('4 chosen').waitFor();
      const { body } = await rig.ask('GET', '/api/bridges?q=many-', { headers: bearer });
      expect(body['items']).toHaveLength(3);
    }),
  );

  it(
    'makes a bridge once that is sent again, since its answer was lost',
    Stage.of(async (stage) => {
      const { page, rig } = await openConsole(stage, '127.0.0.1', '#/add');
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Channel').fill('cafe');
      await page.getByLabel('Room id').fill(ROOM);
      await page.route(
        '**/api/bridges',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      const add = page.getByRole('button', { name: 'Add the bridge' });
      await add.click();
      await page.getByRole('alert').getByText('The relay does not answer.').waitFor();
      await add.click();
      await page.getByRole('heading', { name: /cafe/u }).waitFor();
      const { body } = await rig.ask('GET', '/api/bridges?q=cafe', { headers: bearer });
      expect(body['items']).toHaveLength(1);
    }),
  );

  it(
    'works where the browser lets it store nothing',
    Stage.of(async (stage) => {
      const { page } = await openConsole(stage);
      // As where its user blocks the data of sites; cookies of this one may be allowed.
      await page.addInitScript(`Object.defineProperty(window, 'localStorage', {
        get: () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); } })`);
      await page.reload();
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: 'English' }).waitFor();
    }),
  );

  it(
    'says what becomes of events where no type of them is ticked',
    Stage.of(async (stage) => {
      const { page } = await openConsole(stage, '127.0.0.1', '#/add');
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByText('More settings').click();
      const types = page.locator('.choices').first().getByRole('checkbox');
      for (const one of await types.all()) await one.uncheck();
      const told = page.getByRole('alert').getByText('every event is dropped');
      await told.waitFor();
      await types.first().check();
      await told.waitFor({ state: 'detached' });
    }),
  );

  it(
    'says what is wrong with a bridge where that stands beside no field, in both languages',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage, '127.0.0.1', '#/add');
      const keys = { accessKeyId: 'a'.repeat(16), accessKeySecret: 'b'.repeat(30) };
      const source = { type: 'bilibili-open', appId: 1, code: 'CODE1', ...keys };
      const body = { name: 'first', source, target: { roomId: ROOM } };
      const made = await rig.ask('POST', '/api/bridges', { headers: bearer, body });
      expect(made.status).toBe(201);
      await page.getByRole('button', { name: /bilibili-open/ }).click();
      await page.getByLabel("Streamer's code").fill('CODE1');
      await page.getByLabel('Application id').fill('1');
      await page.getByLabel('Access key id').fill(keys.accessKeyId);
      await page.getByLabel('Access key secret').fill(keys.accessKeySecret);
      await page.getByLabel('Room id').fill(ROOM);
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByRole('alert').getByText('the platform refuses it').waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      const told = page.getByRole('alert').getByText('同一凭证已达到平台上限');
      await told.waitFor();
      // The relay has not seen the other source.
      await page.getByLabel('主播身份码').fill('CODE2');
      await told.waitFor({ state: 'detached' });
    }),
  );

  it(
    'names the key that is wrong where its form has no field of that name',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage, '127.0.0.1', '#/add');
      const source = { type: 'kick', chatroomId: 1 };
      const target = { roomId: 'another-room', appUserId: 'shop-17' };
      const body = { name: 'first', source, target };
      const made = await rig.ask('POST', '/api/bridges', { headers: bearer, body });
      expect(made.status).toBe(201);
      await page.getByRole('button', { name: /^websocket/i }).click();
      await page.getByLabel('Address').fill('wss://chat.example.com');
      const mapping = page.getByLabel('Mapping of the fields');
      const good = { platform: 'x', rules: [{ event: 'comment', user: { id: 'u' }, text: 't' }] };
      await mapping.fill(JSON.stringify({ ...good, rules: [{ ...good.rules[0], event: 'chat' }] }));
      await page.getByLabel('Room id').fill(target.roomId);
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByRole('alert').getByText('rules[0].event: This must be').waitFor();
      await mapping.fill(JSON.stringify(good));
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByRole('alert').getByText('target.appUserId: This must be as in').waitFor();
      expect(await page.getByText('Pick a room above').isVisible()).toBe(true);
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('alert').getByText('target.appUserId：同一个直播间').waitFor();
    }),
  );

  it(
    'of one bridge warns that a limit of its platform is nearly reached, in both languages',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsole(stage);
      const source = { type: 'twitch-eventsub', channel: 'somebody', token: 'a'.repeat(30) };
      const channels = Array.from({ length: 80 }, (_, i) => {
        return { name: `c-${i}`, source, target: { roomId: ROOM } };
      });
      const body = JSON.stringify({ bridges: channels });
      const headers = { ...bearer, 'content-type': 'application/yaml' };
      const brought = await rig.ask('POST', '/api/configuration/import', { headers, body });
      expect(brought.status).toBe(200);
      await page.goto(`http://127.0.0.1:${rig.port}/#/bridge/c-79`);
      await page.getByText('This is number 80 of at most 100').waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('同一凭证的用量已接近平台上限').waitFor();
    }),
  );

  it(
    'says why MetaStudio does not list its rooms in Chinese alone where Chinese is read',
    Stage.of(async (stage) => {
      const { page } = await openConsole(stage);
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('link', { name: '添加' }).first().click();
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      const said = page.getByText('MetaStudio 调用失败');
      await said.waitFor();
      expect(await said.textContent()).toMatch(
        /^MetaStudio 调用失败：连接不上，或没有及时响应。.*（[A-Z]+）。$/u,
      );
    }),
  );

  it.each([
    ['has no shared workers', 'delete globalThis.SharedWorker'],
    // As where its user blocks the data of all sites.
    [
      'grants it no shared worker',
      `globalThis.SharedWorker = class { constructor() { throw new DOMException('', 'SecurityError'); } }`,
    ],
    [
      'cannot load its shared worker',
      `const make = trustedTypes.createPolicy.bind(trustedTypes);
      trustedTypes.createPolicy = (name) => make(name, { createScriptURL: () => '/assets/none.js' });`,
    ],
    [
      'gives it a shared worker that never answers',
      `globalThis.SharedWorker = class extends EventTarget { port = new MessageChannel().port1; };`,
    ],
  ])('follows the relay where the browser %s', async (_, script) =>
    Stage.of(async (stage) => {
      const { page, rig } = await openConsole(stage);
      await page.addInitScript(script);
      await page.reload();
      await page.getByRole('link', { name: 'shop' }).first().waitFor();
      await make(rig, 'late');
      await page.getByRole('link', { name: 'late' }).first().waitFor();
    })(),
  );

  it(
    'leaves a shared worker of which it hears nothing to the other pages',
    Stage.of(async (stage) => {
      const { page, rig } = await openConsole(stage);
      const other = await page.context().newPage();
      await other.addInitScript('MessagePort.prototype.addEventListener = () => {};');
      await other.goto(page.url());
      await other.getByRole('link', { name: 'shop' }).first().waitFor();
      await make(rig, 'late');
      await page.getByRole('link', { name: 'late' }).first().waitFor();
      await other.getByRole('link', { name: 'late' }).first().waitFor();
    }),
  );

  it.each(['before', 'after'])(
    'goes on after a log-in where what it asked %s is answered late',
    async (asks) =>
      Stage.of(async (stage) => {
        const { rig, page } = await openConsole(stage, '127.0.0.1', '#/why');
        const [searches, looks, isOut, isIn] = [gate(), gate(), gate(), gate()];
        await page.route('**/api/trail?*', async (route) => {
          searches.open();
          await isOut.opened;
          await route.continue();
        });
        await page.getByRole('searchbox').fill('somebody');
        await searches.opened;
        await page.route('**/api/session', async (route) => {
          if (route.request().method() !== 'GET') return route.fallback();
          looks.open();
          const early = asks === 'before' ? { response: await route.fetch() } : undefined;
          await isIn.opened;
          return early === undefined ? route.continue() : route.fulfill(early);
        });
        const over = endSession({ rig, page });
        await looks.opened;
        isOut.open();
        await over;
        await logIn(page);
        await page.getByText('The relay does not answer.').waitFor({ state: 'detached' });
        const answered = page.waitForResponse('**/api/session');
        isIn.open();
        expect((await answered).status()).toBe(asks === 'before' ? 401 : 200);
        await page.getByRole('link', { name: 'Bridges', exact: true }).click();
        await page.getByRole('link', { name: 'shop' }).first().waitFor();
        expect(await page.getByText('Too many pages').count()).toBe(0);
      })(),
  );
});
