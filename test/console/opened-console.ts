import type { Page } from 'playwright-core';
import { ApiRig, bearer, ROOM, TOKEN } from '../api/api-rig.js';
import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureConsoleBuilt } from '../support/built-relay.js';
import { RedisServer } from '../support/redis-server.js';
import type { Stage } from '../support/stage.js';

/** A browser for the tests of a file; its pages close after each. */
export function browserOfFile(use: (browser: TestBrowser) => void): void {
  let browser: TestBrowser;
  beforeAll(async () => {
    ensureConsoleBuilt();
    browser = await TestBrowser.launch();
    use(browser);
  }, BUILD_MS_MAX);
  afterEach(async () => {
    await browser.closePages();
  });
  afterAll(async () => {
    await browser.close();
  });
}

export interface OpenedConsole {
  readonly redis: RedisServer;
  readonly rig: ApiRig;
  readonly page: Page;
}

/** A console with a Redis of its own, and a page that is logged in. */
export async function openConsoleIn(
  browser: TestBrowser,
  stage: Stage,
  host = '127.0.0.1',
  hash = '#/',
): Promise<OpenedConsole> {
  const redis = stage.opens(await RedisServer.start());
  const bridges = [
    { name: 'shop', source: { type: 'twitch-irc', channel: 'shop' }, target: { roomId: ROOM } },
  ];
  const environment = { RELAY_API_TOKEN: TOKEN, RELAY_STATE_KEY: 'ab'.repeat(32) };
  const rig = stage.opens(await ApiRig.start({ redis, bridges, environment }));
  const { page } = await browser.open(`http://${host}:${rig.port}/${hash}`);
  await logIn(page);
  return { redis, rig, page };
}

export async function logIn(page: Page): Promise<void> {
  await page.locator('#token').fill(TOKEN);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}

/** Ends the session of a page, as its end or a log-out elsewhere does. */
export async function endSession({
  rig,
  page,
}: Pick<OpenedConsole, 'rig' | 'page'>): Promise<void> {
  const [cookie] = await page.context().cookies();
  const headers = { cookie: `${cookie!.name}=${cookie!.value}`, 'x-relay-console': '1' };
  await rig.ask('DELETE', '/api/session', { headers });
  await page.getByText('Your session is over. Log in again.').waitFor();
}

/** Makes bridges beside the page, as a script does. */
export async function make(rig: ApiRig, ...names: string[]): Promise<void> {
  for (const name of names) await makeOne(rig, { name, source: { type: 'kick', chatroomId: 1 } });
}

export async function makeOne(rig: ApiRig, spec: object): Promise<void> {
  const body = { ...spec, target: { roomId: ROOM } };
  const made = await rig.ask('POST', '/api/bridges', { headers: bearer, body });
  expect(made).toMatchObject({ status: 201 });
}
