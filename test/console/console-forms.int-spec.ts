import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureConsoleBuilt } from '../support/built-relay.js';
import { Stage } from '../support/stage.js';
import { endSession, logIn, make, openConsoleIn } from './opened-console.js';

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
