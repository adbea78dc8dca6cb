import { readFileSync } from 'node:fs';
import { DROP_REASONS } from '#live-event';
import { RETRY_REASONS } from '#metastudio';
import type { ConnectionState, DeafCause } from '#source';
import { enBridge } from './en-bridge.js';
import { en } from './en.js';
import { wishedLanguage } from './texts.js';
import { zhBridge } from './zh-bridge.js';
import { zhPages } from './zh-pages.js';
import { zh } from './zh.js';

/** The reasons of a table of the runbook, by the heading of its section. */
function reasonsOf(heading: string): string[] {
  const runbook = readFileSync('docs/RUNBOOK.md', 'utf8');
  const section = runbook.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const cells = section.split('\n').flatMap((line) => /^\| (`[^|]+) \|/u.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([a-z_-]+)`/gu)].map(([, reason]) => reason!));
}

const SOURCE_STATES: Readonly<Record<ConnectionState, true>> = {
  idle: true,
  connecting: true,
  handshaking: true,
  ready: true,
  closing: true,
  backoff: true,
  stopped: true,
};
/** Of a source that may be no connection, or that nobody holds. */
const MORE_STATES = ['pushed', 'deaf', 'unheard', 'unheld', 'alone', 'unknown'];
const DEAF_CAUSES: Readonly<Record<DeafCause, true>> = {
  silent: true,
  'not-understood': true,
  'room-ended': true,
  'room-unknown': true,
  'room-refused': true,
};

describe.each([
  ['English', en, enBridge],
  ['Chinese', zh, zhBridge],
])('the texts in %s', (_, texts, { bridge }) => {
  it('have words for every reason for which events are dropped', () => {
    const kinds = new Set(DROP_REASONS.map(({ kind }) => kind));
    expect(new Set(Object.keys(texts.drops))).toEqual(kinds);
    const named = DROP_REASONS.flatMap(({ of }) => of ?? []);
    expect(named.filter((of) => !(of in texts.types) && !(of in texts.classes))).toEqual([]);
  });

  it('have words for every reason for which a target is paused', () => {
    const reasons = reasonsOf('A target is paused');
    expect(reasons.length).toBeGreaterThan(8);
    expect(reasons.filter((reason) => !(reason in texts.whys))).toEqual([]);
    expect(reasons.filter((reason) => !(reason in texts.waysOut))).toEqual([]);
  });

  it('say what the log says of a project that a reporter lacks, and of an entry that may be damaged', () => {
    expect(texts.waysOut['project-unknown']).toMatch(/all reporters|所有上报进程/u);
    expect(texts.waysOut['entry-unreadable']).toMatch(/the runbook|故障处理手册/u);
  });

  it('have words for every state of a source, and for why one hears nothing', () => {
    const states = [...Object.keys(SOURCE_STATES), ...MORE_STATES];
    expect(states.filter((one) => !(one in bridge.sources))).toEqual([]);
    expect(Object.keys(DEAF_CAUSES).filter((one) => !(one in texts.whys))).toEqual([]);
  });

  it('have words for every reason for which a report is repeated', () => {
    const reasons = [...RETRY_REASONS, 'job-lookup', 'refused'];
    expect(reasons.filter((reason) => !(reason in texts.whys))).toEqual([]);
  });
});

describe('the texts in Chinese', () => {
  it.each(['loopback', 'command line'])('have words for who did something: %s', (by) => {
    expect(zh.whys[by]).toMatch(/\p{Script=Han}/u);
    expect(zhPages.settings.by[by]).toMatch(/\p{Script=Han}/u);
  });
});

describe('the words of a row', () => {
  it('name every reason for which events are dropped, short enough to be seen', () => {
    expect(Object.keys(en.dropsInRow)).toEqual(Object.keys(en.drops));
    const inRow = [...Object.values(en.dropsInRow), ...Object.values(zh.drops)];
    expect(inRow.filter((word) => word.length > 14)).toEqual([]);
  });
});

describe('wishedLanguage', () => {
  it.each([
    [null, ['zh-TW', 'en'], 'zh'],
    [null, ['fr-FR', 'en-GB', 'zh'], 'en'],
    [null, ['fr-FR'], 'en'],
    ['zh', ['en'], 'zh'],
    ['xx', ['zh-CN'], 'zh'],
  ])('of %j and %j is %s', (stored, ofBrowser, wished) => {
    expect(wishedLanguage(stored, ofBrowser)).toBe(wished);
  });
});
