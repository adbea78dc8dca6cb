import type { Page } from 'playwright-core';
import { Simulator } from '../../apps/simulator/src/index.js';
import { TestBrowser } from '../support/browser.js';
import { BUILD_MS_MAX, ensureBuilt, ensureConsoleBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { Stage } from '../support/stage.js';

/** Both test files of the console share two cores with relays and browsers. */
const MS_MAX = 600_000;
const ROOM = 'room-of-the-shop';
/** Every comment meets it, as often as it comes. */
const RULE = {
  rule_name: 'any comment <i>',
  event_type: 1,
  hit_condition: { relation: 'OR', tags: [] },
  trigger: { time_window: 0 },
};

let browser: TestBrowser;

beforeAll(async () => {
  ensureBuilt();
  ensureConsoleBuilt();
  browser = await TestBrowser.launch();
}, 2 * BUILD_MS_MAX);

afterAll(async () => {
  await browser.close();
});

interface Running {
  readonly simulator: Simulator;
  readonly relay: RelayProcess;
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** A relay of the API's bridges, a MetaStudio with one live room, and a page that shows it. */
async function run(stage: Stage): Promise<Running> {
  const redis = await RedisServer.shared();
  const rooms = [{ roomId: ROOM, roomName: 'Evening show <b>', rules: [RULE] }];
  const simulator = await new Simulator({ rooms, chatRate: 10 }).start();
  stage.opens(simulator);
  const relay = await RelayProcess.start({
    redisUrl: redis.url,
    simulator,
    prefix: uniquePrefix().replace(':', '-'),
    bridges: [],
    api: { allowHosts: ['127.0.0.1'] },
    trail: 'on',
  });
  stage.opens({ stop: () => relay.end() });
  const { port } = await relay.logged('started');
  const { page, complaints } = await browser.open(`http://127.0.0.1:${String(port)}/`);
  return { simulator, relay, page, complaints };
}

/** As somebody does who has read nothing. */
async function addTwitch(page: Page, simulator: Simulator, channel: string): Promise<void> {
  await page.getByRole('button', { name: /twitch-irc/ }).click();
  await page.getByLabel('Channel').fill(channel);
  await page.getByText('More').first().click();
  await page.getByLabel('Address').fill(simulator.chatUrls['twitch-irc']);
  await page.getByText('Evening show <b>').click();
}

/** As a script does, beside the page. */
async function make(page: Page, simulator: Simulator, name: string): Promise<void> {
  const source = { type: 'twitch-irc', channel: name, url: simulator.chatUrls['twitch-irc'] };
  const answer = await fetch(new URL('/api/bridges', page.url()), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, source, target: { roomId: ROOM } }),
  });
  expect(answer.status).toBe(201);
}

describe('a first visit to the console', () => {
  it(
    'leads from an empty page to a live bridge, which is paused, resumed, held, and deleted',
    Stage.of(async (stage) => {
      const { simulator, page, complaints } = await run(stage);
      await page.getByText('No bridge yet.').waitFor();
      await page.getByRole('link', { name: 'Add the first bridge' }).click();
      await addTwitch(page, simulator, 'shop');
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.getByText(/It works\. The first \d+ events?:/).waitFor();
      expect(await page.locator('.event').count()).toBeGreaterThan(0);
      expect(await page.getByLabel('Name *').inputValue()).toBe('twitch-irc-shop');
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByText('Hears its room').waitFor();
      await eventually(async () => {
        const row = page.getByRole('row', { name: 'Reported to MetaStudio' });
        return Number((await row.textContent())?.replace(/\D/g, '')) > 0;
      }, 'something is reported');
      await page.getByRole('heading', { name: 'Events as they pass' }).waitFor();
      await page.getByText('reached MetaStudio').first().waitFor();
      await page.getByText('meets the rule any comment <i>').first().waitFor();
      await page.getByText('no rule is for this type: nothing answers it').first().waitFor();
      await page.getByRole('list', { name: 'Reports' }).getByText('accepted').first().waitFor();
      await page.getByRole('button', { name: 'Say a text …' }).click();
      const asked = page.getByRole('dialog');
      await asked.getByLabel('Text', { exact: true }).fill('A person says this.');
      await asked.getByLabel('Behind all that waits').check();
      // What fails is said where it is seen: in the dialog, which covers the page.
      await page.route('**/say', async (request) => {
        await request.fetch();
        await request.abort();
      });
      await asked.getByRole('button', { name: 'Say it' }).click();
      await asked.getByRole('alert').getByText('The relay does not answer.').waitFor();
      await page.unroute('**/say');
      // Only the answer was lost: the text is not said again.
      await asked.getByRole('button', { name: 'Say it' }).click();
      await page.getByText('MetaStudio has the text.').waitFor();
      const trail = await (await fetch(new URL('/api/audit', page.url()))).text();
      expect(trail.match(/target\.say/gu)).toHaveLength(1);
      await page.getByRole('button', { name: 'Clear answers' }).click();
      await asked.getByText(/^Drop /u).waitFor();
      await asked.getByRole('button', { name: 'Clear answers' }).click();
      await page.getByText(/dropped\.$/u).waitFor();
      await page.getByRole('link', { name: 'Why not?' }).click();
      await page.getByRole('searchbox').fill('nobody-of-this-name');
      await page.getByText('Nobody of that name').waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Send a test event' }).click();
      await asked.getByLabel('What the comment says').fill('Is this thing on?');
      await asked.getByRole('button', { name: 'Send it' }).click();
      await page.getByText('Sent. It is reported').waitFor();
      await page.getByRole('link', { name: 'Change' }).click();
      await page.getByText('More').last().click();
      await page.getByLabel('Shortest comment').fill('200');
      await page.getByRole('button', { name: 'Preview on the last ten minutes' }).click();
      await page.getByText(/What would have become of \d+ events/u).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByText('Paused', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
      await page.getByText('Hears its room').waitFor();
      await page.getByRole('button', { name: 'Hold the chat' }).click();
      await asked.getByRole('button', { name: 'Hold the chat' }).click();
      await page.getByText('A person speaks: only paid events go on', { exact: false }).waitFor();
      await page.getByRole('button', { name: 'Let the chat through' }).click();
      await page.getByText('Hears its room').waitFor();
      await simulator.stop();
      await page.getByText(/Not connected; tries again/).waitFor();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('twitch-irc-shop is deleted.').waitFor();
      expect(complaints).toEqual([]);
    }),
    MS_MAX,
  );

  it(
    'is used with the keyboard alone, from the picker to a bridge that is paused',
    Stage.of(async (stage) => {
      const { simulator, page, complaints } = await run(stage);
      const active = async (): Promise<string> =>
        page.evaluate(
          `(({ activeElement: at }) => (at.labels?.[0] ?? at).textContent.trim())(document)`,
        );
      const tabTo = async (wanted: RegExp): Promise<void> => {
        for (let i = 0; i < 60 && !wanted.test(await active()); i++)
          await page.keyboard.press('Tab');
        expect(await active()).toMatch(wanted);
        const ring = 'getComputedStyle(document.activeElement).outlineStyle';
        expect(await page.evaluate(ring)).toBe('solid');
      };
      await tabTo(/^Add the first bridge$/u);
      await page.keyboard.press('Enter');
      await page.locator('.tile').first().waitFor();
      await tabTo(/^Twitch.*twitch-irc/u);
      await page.keyboard.press('Enter');
      // The tile is gone: one goes on at the first field.
      await eventually(async () => (await active()) === 'Channel *', 'the channel has the focus');
      await page.keyboard.type('shop');
      await tabTo(/^More about this chat$/u);
      await page.keyboard.press('Enter');
      await tabTo(/^Address$/u);
      await page.keyboard.type(simulator.chatUrls['twitch-irc']);
      await page.getByText('Evening show <b>').waitFor();
      await tabTo(/^Evening show <b>/u);
      await page.keyboard.press('Space');
      await tabTo(/^Add the bridge$/u);
      await page.keyboard.press('Enter');
      await page.getByText('Hears its room').waitFor();
      await tabTo(/^Pause$/u);
      // The button rests while it works, and keeps the focus.
      for (const next of ['Resume', 'Pause']) {
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: next, exact: true }).waitFor();
        await eventually(async () => (await active()) === next, `${next} has the focus`);
      }
      await tabTo(/^Delete$/u);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await eventually(async () => (await active()) === 'Delete', 'the focus is back');
      expect(complaints).toEqual([]);
    }),
    MS_MAX,
  );

  it(
    'shows each mistake beside its field, and acts on many bridges with exact counts',
    Stage.of(async (stage) => {
      const { simulator, page, complaints } = await run(stage);
      await page.getByRole('link', { name: 'Add the first bridge' }).click();
      await page.getByRole('button', { name: /twitch-irc/ }).click();
      await page.getByRole('button', { name: 'Add the bridge' }).click();
      await page.getByText('Something is not right yet: it is marked above.').waitFor();
      await page.getByText('This is needed: the name in the address of the channel').waitFor();
      await page.getByText('A room is needed: pick one above').waitFor();
      expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('Channel *');
      expect(await page.getByLabel('Name *').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Channel').fill('not a channel');
      // A name that is suggested meanwhile is not missing any more.
      expect(await page.getByLabel('Name *').getAttribute('aria-invalid')).toBe('false');
      await page.getByText('the name in the address of the channel').waitFor();
      expect(await page.getByLabel('Channel').getAttribute('aria-invalid')).toBe('true');
      await page.getByRole('button', { name: 'Another chat' }).click();
      for (const name of ['one', 'two', 'three']) await make(page, simulator, name);
      await page.getByRole('link', { name: 'Bridges', exact: true }).first().click();
      await page.getByText('All is well: all 3 bridges hear their rooms.').waitFor();
      // On a phone, too, which has no columns.
      await page.setViewportSize({ width: 390, height: 800 });
      await page.getByText('Choose all that are shown').click();
      await page.getByText('3 chosen').waitFor();
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('button', { name: 'Choose none' }).click();
      await page.getByLabel('Choose all that are shown').check();
      await page.getByText('3 chosen').waitFor();
      await page.getByLabel('Choose two').uncheck();
      await page.getByRole('button', { name: 'Pause 2' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Pause 2 bridges?').waitFor();
      await dialog.getByRole('button', { name: 'Pause 2' }).click();
      await page.getByText('2 bridges paused.').waitFor();
      await page.getByRole('button', { name: 'Resting 2' }).click();
      await eventually(
        async () => (await page.locator('.rows [role=row]').count()) === 2,
        'those that are paused are shown alone',
      );
      expect(complaints).toEqual([]);
    }),
    MS_MAX,
  );
});
