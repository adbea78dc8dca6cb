import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ApiRig } from '../api/api-rig.js';
import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureConsoleBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { fleetOf } from './staged-bridges.js';
import { StagedFleet } from './staged-fleet.js';

/** With a folder here the pages are kept as pictures: `CONSOLE_SHOTS=docs`. */
const SHOTS = process.env['CONSOLE_SHOTS'];
const WIDTHS = [1280, 768, 360];
const LOOKS = [
  { locale: 'en-US', colorScheme: 'light', suffix: '', judgedAt: 1280 },
  { locale: 'zh-CN', colorScheme: 'dark', suffix: '.zh-CN', judgedAt: 360 },
] as const;
/** Where one can be, and what is there once that part of the page has been loaded. */
const PLACES = [
  ['#/', '.row'],
  ['#/bridge/shop-003', '.spec'],
  ['#/filters/shop-003', '.trial'],
  ['#/add', '.tile'],
  ['#/why', '.why'],
  ['#/letters', '.letters p + p'],
  ['#/settings', '.setting-list'],
] as const;
const MS_MAX = 600_000;
/** As many as one console has to be of use for. */
const BRIDGES = 5000;
/** However many bridges there are. */
const ROWS_SHOWN_MAX = 60;
/** A snapshot, what changes, and a page's own questions: no answer but the first grows with the bridges. */
const ACTION_BYTES_MAX = 20_000;

let browser: TestBrowser;
const all = new Stage();
/** A console of so many bridges, for all tests. */
let shared: { readonly url: string; readonly fleet: StagedFleet };

beforeAll(async () => {
  ensureConsoleBuilt();
  [browser, shared] = await Promise.all([TestBrowser.launch(), serve(all, BRIDGES)]);
}, BUILD_MS_MAX);

afterEach(async () => {
  await browser.closePages();
});

afterAll(async () => {
  await browser.close();
  await all.close();
});

/** A console of so many bridges, which nobody has to log in to. */
async function serve(stage: Stage, count: number): Promise<{ url: string; fleet: StagedFleet }> {
  const redis = await RedisServer.shared();
  const { bridges, staged } = fleetOf(count);
  const rig = stage.opens(await ApiRig.start({ redis, bridges, environment: {} }));
  const fleet = stage.opens(new StagedFleet(rig.relay.redis, rig.relay.keys));
  await fleet.run();
  // A command that waits behind thousands on a busy machine would be given up.
  for (let from = 0; from < staged.length; from += 25) {
    await Promise.all(staged.slice(from, from + 25).map(async (bridge) => fleet.put(bridge)));
  }
  return { url: `http://127.0.0.1:${rig.port}/`, fleet };
}

async function go(page: Page, [place, sign]: (typeof PLACES)[number]): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
  await page.locator(sign).first().waitFor();
}

interface Barrier {
  readonly id: string;
  readonly impact: string;
  readonly target: string;
  readonly count: number;
}

/** What axe finds that keeps somebody from using the page. */
async function barriers(page: Page): Promise<string[]> {
  const found = await page.evaluate<Barrier[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(
      ({ id, impact, nodes }) => ({ id, impact, target: String(nodes[0].target), count: nodes.length })))`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, target, count }) => `${id} ${target} (${count})`);
}

describe('the looks of the console', () => {
  for (const { locale, colorScheme, suffix, judgedAt } of LOOKS) {
    it(
      `are accessible (axe), and fit every width (${locale}, ${colorScheme})`,
      Stage.of(async (stage) => {
        const { url } = shared;
        const { page, complaints } = await browser.open(url, { locale, colorScheme });
        await page.locator('.row').first().waitFor();
        await page.evaluate(axe.source);
        const found: string[] = [];
        for (const at of PLACES) {
          const [place] = at;
          await go(page, at);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 800 });
            const isTooWide = await page.evaluate(
              'document.documentElement.scrollWidth > innerWidth',
            );
            if (isTooWide === true) found.push(`${place} is wider than ${width}`);
            const overlapping = await page.evaluate<string[]>(
              `[...document.querySelectorAll('.stop')].filter((one) => one.scrollWidth > one.clientWidth)
                .map(({ textContent }) => textContent)`,
            );
            found.push(...overlapping.map((one) => `${place} at ${width}: ${one} overlaps`));
            if (width !== judgedAt) continue;
            found.push(...(await barriers(page)).map((one) => `${place} at ${width}: ${one}`));
          }
        }
        expect(found).toEqual([]);
        expect(complaints).toEqual([]);
        if (SHOTS !== undefined) await keepPictures(stage, { locale, colorScheme }, suffix);
      }),
      MS_MAX,
    );
  }

  it(
    'allow its use with the keyboard alone',
    async () => {
      const { url } = shared;
      const { page } = await browser.open(url);
      await page.locator('.row').first().waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      const first = page.locator('.row-link').first();
      for (let i = 0; i < 40 && !(await isFocused(page)); i++) await page.keyboard.press('Tab');
      const name = await first.textContent();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: name! }).waitFor();
      const active = async (what: string): Promise<unknown> =>
        page.evaluate(`document.activeElement.${what}`);
      expect(await active('id')).toBe('content');
      // A dialog keeps the focus, is accessible, and gives the focus back however it is left.
      await page.evaluate(axe.source);
      const hold = page.getByRole('button', { name: 'Hold the chat' });
      const dialog = page.getByRole('dialog');
      for (const leave of ['Escape', 'Enter']) {
        await hold.press('Enter');
        await dialog.waitFor();
        expect(await active("closest('dialog') !== null")).toBe(true);
        if (leave === 'Escape') expect(await barriers(page)).toEqual([]);
        else await dialog.getByRole('button', { name: 'Cancel' }).focus();
        await page.keyboard.press(leave);
        await dialog.waitFor({ state: 'detached' });
        await eventually(
          async () => String(await active('textContent')) === 'Hold the chat',
          'the focus is back at the button',
        );
      }
    },
    MS_MAX,
  );

  it(
    'stay light with five thousand bridges: only visible rows are in the page, and an action asks for no others',
    async () => {
      const { url, fleet } = shared;
      await make(url, 'made-here');
      const { page } = await browser.open(url);
      await page.locator('.row').first().waitFor();
      expect(await page.locator('.row').count()).toBeLessThan(ROWS_SHOWN_MAX);
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      const last = page.locator(`[aria-rowindex="${BRIDGES + 2}"]`);
      await last.waitFor();
      expect(await page.locator('.row').count()).toBeLessThan(ROWS_SHOWN_MAX);
      await page.evaluate('scrollTo(0, 0)');
      // What changes is told alone, and stands where it belongs at once.
      const requests: string[] = [];
      let bytes = 0;
      page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
      page.on('response', (response) => {
        void response.body().then(
          (body) => (bytes += body.length),
          () => {},
        );
      });
      await page.getByRole('searchbox').fill('made-here');
      await eventually(async () => (await page.locator('.row').count()) === 1, 'one is found');
      await page.getByLabel('Choose made-here').check();
      await page.getByRole('button', { name: 'Pause 1' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause 1' }).click();
      // By what the page knows itself: the relay looks at so many seldom.
      await page.locator('.row').getByText('Paused', { exact: true }).waitFor();
      const asked = requests.filter((one) => one.includes('/api/'));
      expect(asked).toEqual([`POST ${url}api/bridges/made-here/pause`]);
      expect(bytes).toBeLessThan(ACTION_BYTES_MAX);
      await page.getByRole('searchbox').fill('');
      const name = 'shop-777';
      await fleet.put({
        name,
        target: 'default/room-777',
        source: { state: 'backoff', refused: 'No.' },
      });
      await eventually(async () => {
        const text = await page.locator('.rows').textContent();
        return text?.includes(name) === true;
      }, 'the bridge stands among those that need somebody');
      expect(requests.filter((one) => one.includes('/api/'))).toEqual(asked);
    },
    MS_MAX,
  );
});

/** As a script does, beside the page. */
async function make(url: string, name: string): Promise<void> {
  const source = { type: 'push' };
  const answer = await fetch(new URL('/api/bridges', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, source, target: { roomId: 'room-made-here' } }),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
}

async function isFocused(page: Page): Promise<boolean> {
  return (await page.evaluate('document.activeElement.dataset.row')) === '0';
}

/** Pictures of a console that has been open for a minute, for people who have none yet. */
async function keepPictures(
  stage: Stage,
  look: { readonly locale: string; readonly colorScheme: 'light' | 'dark' },
  suffix: string,
): Promise<void> {
  mkdirSync(SHOTS!, { recursive: true });
  const { url, fleet } = await serve(stage, 12);
  const { page } = await browser.open(url, look);
  const { staged } = fleetOf(12);
  for (let second = 0; second < 60; second++) {
    for (const [i, bridge] of staged.entries()) {
      const wave = 12 * Math.sin(second / (3 + i));
      const more = bridge.name === 'shop-003' ? 0 : Math.round(second * (5 + i * 2) + wave);
      const fields = { ...bridge.targetFields, reportedAt: String(Date.now()) };
      await fleet.put({ ...bridge, received: bridge.received! + more, targetFields: fields });
    }
    await page.waitForTimeout(1000);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 360 ? 640 : 720 });
    const size = width === 1280 ? '' : `-${width}`;
    await page.screenshot({ path: join(SHOTS!, `console${size}${suffix}.png`) });
  }
}
