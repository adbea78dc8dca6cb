import type { Verdict } from '../rows/verdict.js';
import { figure } from './figures.js';
import { t } from './texts.js';

/** How it stands, with why where that is known. */
export function verdictLine({ code, why, count }: Verdict): string {
  const { verdicts, whys } = t();
  const { says } = verdicts[code];
  const reason = why === undefined ? undefined : (whys[why] ?? why);
  const more = [reason, count === undefined ? undefined : figure(count)].filter(
    (one) => one !== undefined,
  );
  return more.length === 0 ? says : t().because(says, more.join(t().comma));
}

/** What to do; the relay's and the platform's own words first, which know more. */
export function wayOutOf({ code, detail }: Verdict): string {
  const { wayOut = '' } = t().verdicts[code];
  return [detail ?? '', wayOut].filter((one) => one !== '').join(' ');
}
