import { Simulator } from '../../apps/simulator/src/index.js';
import { ApiRig, bearer, ROOM } from '../api/api-rig.js';
import type { TestBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import {
  browserOfFile,
  endSession,
  logIn,
  make,
  makeOne,
  openConsoleIn,
} from './opened-console.js';

const MAPPING = { platform: 'x', rules: [{ event: 'comment', user: { id: 'u' }, text: 't' }] };

let browser: TestBrowser;

browserOfFile((launched) => {
  browser = launched;
});

describe('a form of the console', () => {
  it(
    'keeps what was written on it when its session is over, and no dialog is before the log-in',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage, '127.0.0.1', '#/add');
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Channel').fill('cafe');
      await page.getByText('More settings').click();
      await page.getByLabel('Words that are not wanted').pressSequentially('casino');
      await endSession({ rig, page });
      expect(await page.getByLabel('Channel').isVisible()).toBe(false);
      await logIn(page);
      expect(await page.getByLabel('Channel').inputValue()).toBe('cafe');
      expect(await page.getByLabel('Words that are not wanted').inputValue()).toBe('casino');
      await make(rig, 'bar');
      await page.goto(`http://127.0.0.1:${rig.port}/#/bridge/bar`);
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').waitFor();
      await endSession({ rig, page });
      await logIn(page);
    }),
  );

  it(
    'is not kept as long as a field holds what is no value',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      const source = { type: 'websocket', url: 'wss://chat.example.com', mapping: MAPPING };
      await makeOne(rig, { name: 'bar', source, maxTextLength: 40 });
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      const mapping = page.getByLabel('Mapping of the fields');
      await mapping.fill(JSON.stringify({ ...MAPPING, platform: 'y' }).slice(0, -1));
      const keep = page.getByRole('button', { name: 'Keep the change' });
      for (const name of ['Keep the change', 'Try it']) {
        await page.getByRole('button', { name }).click();
        await page.getByText('Something is not right yet').first().waitFor();
        expect(await page.evaluate('document.activeElement.id')).toBe(
          await mapping.getAttribute('id'),
        );
      }
      await mapping.press('End');
      await mapping.pressSequentially('}');
      const length = page.getByLabel('Cut comments at');
      await length.fill('');
      await length.pressSequentially('1-');
      await page.getByText('This is no number yet.').waitFor();
      await keep.click();
      await length.press('Backspace');
      await keep.click();
      await page.getByRole('heading', { name: 'bar', exact: true }).waitFor();
      const { body } = await rig.ask('GET', '/api/bridges/bar', { headers: bearer });
      expect(body['spec']).toMatchObject({
        source: { mapping: { platform: 'y' } },
        maxTextLength: 1,
      });
    }),
  );

  it(
    'does not fold away what is written, however it stands',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      await make(rig, 'bar');
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      await page.getByText('More settings', { exact: true }).click();
      const shortest = page.getByLabel('Shortest comment');
      await shortest.pressSequentially('5');
      await shortest.press('Backspace');
      expect(await shortest.isVisible()).toBe(true);
    }),
  );

  it(
    'moves to what is wrong also where it is a choice, and speaks of no list of rooms where there is none',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const authKey = { secret: 'a-secret-of-this-project' };
      const metastudio = { endpoint: 'http://127.0.0.1:9', projectId: 'p', authKey };
      const setup = { redis, metastudio, bridges: [], api: {}, environment: {} };
      const rig = stage.opens(await ApiRig.start(setup));
      const { page } = await browser.open(`http://127.0.0.1:${rig.port}/#/add`);
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Channel').fill('cafe');
      await page.getByText('Paste its id from MetaStudio.', { exact: true }).waitFor();
      await page.getByLabel('Room id').fill(ROOM);
      await page.getByText('More settings').click();
      await page.getByRole('group', { name: 'Types of events' }).waitFor();
      const connect = page.getByLabel('When it connects');
      await connect.selectOption('while-live');
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByText('must be always, since').waitFor();
      const id = await connect.getAttribute('id');
      await eventually(
        async () => (await page.evaluate('document.activeElement.id')) === id,
        'the focus is where something is wrong',
      );
    }),
  );

  it(
    'adds a bridge where the only project has a name of its own',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const auth = { type: 'token', token: 'a-token' };
      const projects = { 'shop-a': { endpoint: 'http://127.0.0.1:9', projectId: 'p', auth } };
      const setup = { redis, projects, bridges: [], api: {}, environment: {} };
      const rig = stage.opens(await ApiRig.start(setup));
      const { page } = await browser.open(`http://127.0.0.1:${rig.port}/#/add`);
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Channel').fill('cafe');
      await page.getByLabel('Find a room').waitFor();
      await page.getByLabel('Room id').fill(ROOM);
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByRole('heading', { name: 'twitch-irc-cafe' }).waitFor();
      const { body } = await rig.ask('GET', '/api/bridges/twitch-irc-cafe');
      expect(body['spec']).toMatchObject({ target: { project: 'shop-a', roomId: ROOM } });
    }),
  );

  it(
    'lists no rooms of a project beside another one',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const auth = { type: 'token', token: 'a-token' };
      const project = { endpoint: 'http://127.0.0.1:9', projectId: 'p', auth };
      const projects = { a: project, b: project };
      const setup = { redis, projects, bridges: [], api: {}, environment: {} };
      const rig = stage.opens(await ApiRig.start(setup));
      const { page } = await browser.open(`http://127.0.0.1:${rig.port}/`);
      const items = [{ roomId: ROOM, roomName: 'a room of a' }];
      await page.route('**/api/rooms?project=a&*', async (asked) =>
        asked.fulfill({ json: { items } }),
      );
      await page.route('**/api/rooms?project=b&*', () => {});
      await page.evaluate("location.hash = '#/add'");
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByText('a room of a').waitFor();
      await page.getByLabel('Project').selectOption('b');
      await page.getByText('Asking MetaStudio …').waitFor();
      expect(await page.getByText('a room of a').count()).toBe(0);
    }),
  );

  it(
    'says that MetaStudio has more rooms than it lists',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const rooms = Array.from({ length: 51 }, (_, i) => ({ roomId: `room-${i}`, jobId: null }));
      const { url, settings } = stage.opens(await new Simulator({ rooms }).start());
      const { projectId, accessKey, secretKey } = settings;
      const auth = { type: 'aksk', accessKey, secretKey };
      const metastudio = { endpoint: url, projectId, auth };
      const setup = { redis, metastudio, bridges: [], api: {}, environment: {} };
      const rig = stage.opens(await ApiRig.start(setup));
      const { page } = await browser.open(`http://127.0.0.1:${rig.port}/#/add`);
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByText('MetaStudio has more: type a part of the name above.').waitFor();
      expect(await page.getByRole('radio').count()).toBe(50);
    }),
  );

  it(
    'shows of a bridge of the file only what its filters would be there, not a part of its target',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const target = { roomId: ROOM, choose: { comments: { n: 1, everySeconds: 10 } } };
      const bridges = [{ name: 'shop', source: { type: 'twitch-irc', channel: 'shop' }, target }];
      const rig = stage.opens(await ApiRig.start({ redis, bridges, environment: {} }));
      const { page } = await browser.open(`http://127.0.0.1:${rig.port}/#/filters/shop`);
      await page.getByLabel('Shortest comment').fill('5');
      await page.getByText('To take it over').waitFor();
      expect(await page.locator('.spec').textContent()).toBe('filter: {"minLength":5}');
    }),
  );

  it(
    'has no secret of a source filled in with the password that the browser knows of the console',
    Stage.of(async (stage) => {
      const { page } = await openConsoleIn(browser, stage, '127.0.0.1', '#/add');
      await page.getByRole('button', { name: /tiktok-euler/ }).click();
      const secret = page.locator('input[type=password]').first();
      expect(await secret.getAttribute('autocomplete')).toBe('new-password');
    }),
  );

  it(
    'is not wider than a phone, however long the name of its bridge is',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      const name = 'n'.repeat(64);
      await make(rig, name);
      await page.setViewportSize({ width: 320, height: 640 });
      for (const [place, sign] of [
        ['change', '.part'],
        ['bridge', '.spec'],
      ] as const) {
        await page.goto(`http://127.0.0.1:${rig.port}/#/${place}/${name}`);
        await page.locator(sign).first().waitFor();
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(320);
      }
      // What scrolls does so by the keyboard, too.
      const history = page.getByRole('list', { name: 'How it was connected' });
      expect(await history.getAttribute('tabindex')).toBe('0');
    }),
  );

  it(
    'takes a number with a fraction as it is typed',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      await make(rig, 'bar');
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      await page.getByText('More settings', { exact: true }).click();
      const seconds = page.getByLabel('Same comment of a viewer');
      await seconds.pressSequentially('0.5');
      expect(await seconds.inputValue()).toBe('0.5');
    }),
  );
});
