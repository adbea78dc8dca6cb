import { bearer, ROOM } from '../api/api-rig.js';
import type { TestBrowser } from '../support/browser.js';
import { Stage } from '../support/stage.js';
import { browserOfFile, make, openConsoleIn } from './opened-console.js';

let browser: TestBrowser;

browserOfFile((launched) => {
  browser = launched;
});

describe('the list of the console', () => {
  it.each([
    [1280, 'ArrowDown'],
    [1280, 'ArrowUp'],
    [360, 'ArrowDown'],
    [360, 'ArrowUp'],
  ])(
    'shows the row that has the focus, also beside its head and the actions (%d, %s)',
    async (width, key) =>
      Stage.of(async (stage) => {
        const { rig, page } = await openConsoleIn(browser, stage);
        await make(rig, ...Array.from({ length: 24 }, (_, i) => `bridge-${i + 1}`));
        await page.setViewportSize({ width, height: 600 });
        await page.getByLabel('Choose bridge-1', { exact: true }).check();
        await page.locator('.bulk button').first().waitFor();
        const ends = page.locator('.row-link');
        await (key === 'ArrowUp' ? ends.last() : ends.first()).focus();
        for (let i = 0; i < 12; i++) {
          await page.keyboard.press(key);
          const seen = await page.evaluate(`(() => {
          const focused = document.activeElement;
          const { left, top, height } = focused.getBoundingClientRect();
          const there = document.elementFromPoint(left + 20, top + height / 2);
          return there !== null && there.closest('.row') === focused.closest('.row');
        })()`);
          expect(seen).toBe(true);
        }
      })(),
  );
});

describe('a console of two operators', () => {
  it(
    'says that the other one has changed a bridge meanwhile',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      await make(rig, 'bar');
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      await page.getByRole('textbox', { name: /^Room id/u }).fill(`${ROOM}-2`);
      const headers = { ...bearer, 'if-match': '*' };
      await rig.ask('PATCH', '/api/bridges/bar', { headers, body: { maxTextLength: 40 } });
      await page.getByRole('button', { name: 'Keep the change' }).click();
      await page.getByRole('alert').getByText('It has changed since it was read.').waitFor();
    }),
  );
});

describe('a console whose connection broke for a moment', () => {
  it(
    'goes on by itself on each of its pages',
    Stage.of(async (stage) => {
      const { page } = await openConsoleIn(browser, stage);
      const places = [
        ['#/add', 'source-types', page.getByRole('button', { name: /twitch-irc/ })],
        ['#/filters/shop', 'bridge-schema', page.getByLabel('Shortest comment')],
        ['#/letters', 'dead-letters/count', page.getByText('There are none.')],
        ['#/settings', 'settings', page.getByText('Who changed what')],
      ] as const;
      const problem = page.locator('.problem', { hasText: 'The relay does not answer.' });
      for (const [hash, path, sign] of places) {
        const times = hash === '#/letters' ? 2 : 1;
        await page.route(`**/api/${path}`, async (asked) => asked.abort(), { times });
        await page.evaluate(`location.hash = '${hash}'`);
        await problem.waitFor();
        await sign.waitFor();
        expect(await problem.count()).toBe(0);
      }
      await page.route('**/api/trail?*', async (asked) => asked.abort(), { times: 1 });
      await page.evaluate("location.hash = '#/why'");
      await page.getByRole('searchbox').fill('somebody');
      await problem.waitFor();
      await page.getByText('Nothing is told of the last ten minutes').waitFor();
      await page.route('**/api/projects', async (asked) => asked.abort(), { times: 1 });
      await page.evaluate("location.hash = '#/add'");
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByLabel('Find a room').waitFor();
    }),
  );

  it(
    'asks again for rooms where MetaStudio was being asked too much',
    Stage.of(async (stage) => {
      const { page } = await openConsoleIn(browser, stage);
      const refusal = {
        status: 503,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '1' },
        json: { type: 'urn:live-relay:problem:too-many-questions', detail: 'At most 8 are.' },
      };
      await page.route('**/api/rooms?*', async (asked) => asked.fulfill({ json: { items: [] } }));
      await page.route('**/api/rooms?*', async (asked) => asked.fulfill(refusal), { times: 1 });
      await page.evaluate("location.hash = '#/add'");
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByText('At most 8 are.').waitFor();
      await page.getByText('MetaStudio has no such room.').waitFor();
    }),
  );

  it(
    'changes a bridge once where the change is sent again, since its answer was lost',
    Stage.of(async (stage) => {
      const { rig, page } = await openConsoleIn(browser, stage);
      await make(rig, 'bar');
      await page.goto(`http://127.0.0.1:${rig.port}/#/change/bar`);
      await page.getByRole('textbox', { name: /^Room id/u }).fill(`${ROOM}-2`);
      await page.route(
        '**/api/bridges/bar',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      const keep = page.getByRole('button', { name: 'Keep the change' });
      await keep.click();
      await page.getByRole('alert').getByText('The relay does not answer.').waitFor();
      await keep.click();
      await page.getByText('bar is changed.').waitFor();
      const { body } = await rig.ask('GET', '/api/bridges/bar', { headers: bearer });
      expect(body['spec']).toMatchObject({ target: { roomId: `${ROOM}-2` } });
    }),
  );

  it(
    'says that another language could not be loaded, and that it is loading itself',
    Stage.of(async (stage) => {
      const { page } = await openConsoleIn(browser, stage);
      await page.route('**/assets/zh-*.js', async (asked) => asked.abort());
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('This part of the page could not be loaded').waitFor();
      await page.route('**/assets/en-*.js', async (asked) => asked.abort());
      await page.reload();
      await page.getByText('If it stays so, reload it.').waitFor();
      await page.unroute('**/assets/en-*.js');
      await page.reload();
      await page.getByRole('button', { name: '中文' }).waitFor();
      expect(await page.getByText('If it stays so').count()).toBe(0);
    }),
  );
});
