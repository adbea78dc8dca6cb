import type { BridgeConfig } from '#config';
import { Secret } from '#secret';
import { formatReportTerms, type ReportTermsOfBridge } from '../bridges/bridge-terms.js';
import { ReportTerms } from './report-terms.js';
import { ReportUrlVault } from '../projects/report-url-vault.js';

const TARGET = 'default/room';
const KEY = new Secret(Buffer.alloc(32, 7));
const URL_GIVEN = new Secret('https://h/given?auth_key=k');
const REVIEW = { noNeedReview: true };
const NOTHING: ReportTermsOfBridge = {
  atMostOnce: new Set(),
  appUserId: undefined,
  reportUrl: undefined,
  reviewConfig: undefined,
  at: 0,
};

function written(terms: Partial<ReportTermsOfBridge>, at = 1, key = KEY): string {
  return formatReportTerms({ ...NOTHING, ...terms }, TARGET, new ReportUrlVault(key), at);
}

/** A reporter with this in its own file, and what a drain of the target finds beside the events. */
async function termsOf(
  kept: Readonly<Record<string, string | undefined>>,
  own: readonly Partial<BridgeConfig>[] = [],
  later: Readonly<Record<string, string>> = {},
) {
  const terms = new ReportTerms(new ReportUrlVault(KEY));
  const added = own.map((config) => ({ config: config as BridgeConfig, record: null as never }));
  await terms.apply({ added, changed: [], removed: [] });
  const known = new Map(Object.entries(kept));
  const learnTerms = async (names: Iterable<string>): Promise<boolean> => {
    const unknown = [...names].filter((name) => !known.has(name));
    for (const name of unknown) known.set(name, later[name]);
    return unknown.length > 0;
  };
  return { terms: terms.of({ target: TARGET, terms: known, learnTerms }) };
}

function bridge(name: string, roomId = 'room'): Partial<BridgeConfig> {
  const delivery = { paid: 'at-most-once', chat: 'at-least-once', ambient: 'at-least-once' };
  const target = { project: 'default', roomId, jobId: 'auto', appUserId: 'own' };
  return { name, delivery, target } as Partial<BridgeConfig>;
}

describe('the terms of a target', () => {
  it('are those of its bridges as collectors wrote them down, whatever the own file has', async () => {
    const atMostOnce = new Set(['chat'] as const);
    const { terms } = await termsOf({
      a: written({ atMostOnce, appUserId: 'shop', reportUrl: URL_GIVEN, reviewConfig: REVIEW }),
      b: written({}),
    });
    expect(terms.atMostOnce).toEqual(new Map([['a', atMostOnce]]));
    expect([terms.appUserId, terms.reportUrl?.reveal()]).toEqual(['shop', URL_GIVEN.reveal()]);
    expect(terms.reviewConfig).toEqual(REVIEW);
  });

  it('keep the report URL sealed, and go without one that this process cannot open', async () => {
    const text = written({ reportUrl: URL_GIVEN }, 1, new Secret(Buffer.alloc(32, 8)));
    expect(text).not.toContain('auth_key');
    expect((await termsOf({ a: text })).terms.reportUrl).toBeUndefined();
  });

  it('are those of the own file for a bridge that an older version collects', async () => {
    const { terms } = await termsOf({ a: undefined, c: '{' }, [
      bridge('a'),
      bridge('elsewhere', 'r'),
    ]);
    expect([...terms.atMostOnce.keys()]).toEqual(['a']);
    expect(terms.appUserId).toBe('own');
  });

  it('are those of the bridge that was written down last, where bridges disagree', async () => {
    const { terms } = await termsOf({
      gone: written({ appUserId: 'before' }, 1),
      now: written({ appUserId: 'after' }, 2),
    });
    expect(terms.appUserId).toBe('after');
  });

  it('take in a bridge that comes while the target is drained', async () => {
    const { terms } = await termsOf({}, [], { new: written({ atMostOnce: new Set(['paid']) }) });
    expect(terms.atMostOnce.size).toBe(0);
    expect(await terms.learn(['new'])).toBe(true);
    expect(await terms.learn(['new'])).toBe(false);
    expect([...terms.atMostOnce.keys()]).toEqual(['new']);
  });
});
