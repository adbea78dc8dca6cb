import { readFileSync } from 'node:fs';
import { tablesOf } from '../../../test/docs/tables.js';
import { endpointOf } from './endpoint.js';
import { ERROR_CODES, errorCodeOf, verdictOfCode } from './error-codes.js';
import { classifyAnswer } from './report/classify-answer.js';
import { RETRY_REASONS } from './report/report-outcome.js';

const PAGES = [
  ['docs/ERRORS.md', 'any', ', '],
  ['docs/ERRORS.zh-CN.md', '任意', '、'],
] as const;

describe.each(PAGES)('%s', (path, any, comma) => {
  const page = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const tableOf = (mark: string): string[][] => {
    const [, shown = ''] = new RegExp(`<!-- ${mark} -->(.*?)<!-- /${mark} -->`, 's').exec(page)!;
    return tablesOf(shown).get('')!;
  };
  const outcomes = tableOf('outcomes').map(
    ([names, kind]) => [names!.split(comma), kind!] as const,
  );

  it('has every error code, with its outcome', () => {
    const told = tableOf('metastudio-codes').map(([code, status, verdict]) => [
      code,
      status,
      verdict,
    ]);
    const real = ERROR_CODES.map(({ code, status, verdict }) => [
      code,
      String(status ?? any),
      verdict,
    ]);
    expect(told).toEqual(real);
  });

  it('explains every outcome', () => {
    const told = outcomes.flatMap(([names]) => names);
    const real = [...ERROR_CODES.map(({ verdict }) => verdict), ...Object.keys(OF_STATUS)];
    expect(new Set(told)).toEqual(new Set([...real, ...WITHOUT_ANSWER]));
  });

  it('names each outcome as the log and the metrics do', () => {
    const told = outcomes.flatMap(([names, kind]) => names.map((name) => [name, kind]));
    const ofAnswers = told.filter(([name]) => !WITHOUT_ANSWER.includes(name!));
    expect(ofAnswers).toEqual(ofAnswers.map(([name]) => [name, kindOf(name!)]));
  });

  it('has every reason for which a report is repeated', () => {
    const told = tableOf('retry-reasons').map(([reason]) => reason);
    expect(told).toEqual([...RETRY_REASONS, 'job-lookup', 'refused']);
  });
});

/** What no answer makes of a report. */
const WITHOUT_ANSWER = ['unsendable', 'stale'];
/** A status that by itself has the outcome, of those that no code has. */
const OF_STATUS: Readonly<Record<string, number>> = {
  delivered: 200,
  redirect: 302,
  'unexpected-status': 418,
};

/** What a report with such an answer counts as. */
function kindOf(outcome: string): string {
  const row = ERROR_CODES.find(({ verdict }) => verdict === outcome);
  const body = Buffer.from(JSON.stringify({ error_code: row?.code }));
  const answer = { status: OF_STATUS[outcome] ?? row?.status ?? 400, headers: {}, body };
  return classifyAnswer(answer, {
    rules: { endpoint: endpointOf('https://example.com'), allowedHosts: [] },
    target: { projectId: 'p', roomId: 'r', jobId: 'j' },
    now: 0,
  }).kind;
}

describe('the table of error codes', () => {
  it('has the words of docs/ERRORS.md', () => {
    const page = readFileSync(new URL('../../../docs/ERRORS.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(?:MSS|APIGW)\.\d+` +(?:\| \S+ +){2}\| (.+?) +\|$/gm)];
    expect(rows.map(([, meaning]) => meaning)).toEqual(ERROR_CODES.map(({ meaning }) => meaning));
  });

  it('names a code with a status once', () => {
    const keys = ERROR_CODES.map(({ code, status }) => `${code} ${status}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('verdictOfCode', () => {
  it('lets the status decide where one code has several meanings', () => {
    expect(verdictOfCode('APIGW.0201', 413)).toBe('too-large');
    expect(verdictOfCode('APIGW.0201', 418)).toBe('perhaps-invalid');
    expect(verdictOfCode('MSS.00000003', 500)).toBe('invalid');
    expect(verdictOfCode('MSS.77777777', 400)).toBeUndefined();
  });
});

describe('errorCodeOf', () => {
  it('writes APIG as APIGW, and leaves other codes unchanged', () => {
    expect(errorCodeOf(' APIG.0308 ')).toBe('APIGW.0308');
    expect(errorCodeOf('XAPIG.0308')).toBe('XAPIG.0308');
    expect(errorCodeOf(42)).toBe('42');
    expect(errorCodeOf({ toString: () => 'MSS.1' })).toBeUndefined();
  });
});
