import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** The shell, where it is there, has no windows of its own: a page takes a quarter of the CPU time. */
const PROGRAMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
/** Long enough for a busy machine: it only bounds a hanging page. */
const PAGE_MS_MAX = 120_000;

/** A page, with `complaints`: errors of its scripts, and violations of its policy. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** One Chromium for all tests of a file. Each page has a profile of its own. */
export class TestBrowser {
  /** A name of this machine that a browser takes for another one's. */
  static readonly OTHER_HOST = 'relay.test';
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<TestBrowser> {
    const executablePath = programOfPath();
    const resolves = `--host-resolver-rules=MAP ${TestBrowser.OTHER_HOST} 127.0.0.1`;
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', resolves];
    return new TestBrowser(await chromium.launch({ executablePath, args }));
  }

  async open(url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await this.#browser.newContext({ locale: 'en-US', ...options });
    context.setDefaultTimeout(PAGE_MS_MAX);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/policy|trusted/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(url);
    return { page, complaints };
  }

  /** Closes the pages of a test, so that they do not disturb the next one. */
  async closePages(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

function programOfPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of PROGRAMS) {
    for (const folder of folders) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        continue;
      }
    }
  }
  throw new Error(`None of ${PROGRAMS.join(', ')} is on the PATH: run scripts/test.`);
}
