import type { Page } from 'playwright-core';
import { ApiRig, bearer, ROOM, TOKEN } from '../api/api-rig.js';
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

async function make(rig: ApiRig, ...names: string[]): Promise<void> {
  for (const name of names) {
    const source = { type: 'kick', chatroomId: 1 };
    const body = { name, source, target: { roomId: ROOM } };
    expect(await rig.ask('POST', '/api/bridges', { headers: bearer, body })).toMatchObject({
      status: 201,
    });
  }
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
    }),
  );
});
