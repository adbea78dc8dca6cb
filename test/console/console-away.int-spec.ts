import type { Page } from 'playwright-core';
import { ApiRig, ROOM, TOKEN } from '../api/api-rig.js';
import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureConsoleBuilt } from '../support/built-relay.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';

let browser: TestBrowser;

beforeAll(async () => {
  ensureConsoleBuilt();
  browser = await TestBrowser.launch();
}, BUILD_MS_MAX);

afterEach(async () => {
  await browser.closePages();
});

afterAll(async () => {
  await browser.close();
});

interface Opened {
  readonly redis: RedisServer;
  readonly rig: ApiRig;
  readonly page: Page;
}

/** A console with a Redis of its own, and a page that is logged in. */
async function openConsole(stage: Stage, host = '127.0.0.1', hash = '#/'): Promise<Opened> {
  const redis = stage.opens(await RedisServer.start());
  const bridges = [
    { name: 'shop', source: { type: 'twitch-irc', channel: 'shop' }, target: { roomId: ROOM } },
  ];
  const rig = stage.opens(await ApiRig.start({ redis, bridges }));
  const { page } = await browser.open(`http://${host}:${rig.port}/${hash}`);
  await logIn(page);
  return { redis, rig, page };
}

async function logIn(page: Page): Promise<void> {
  await page.locator('#token').fill(TOKEN);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
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
});
