import type { Verdict } from '../rows/verdict.js';
import { figure } from './figures.js';
import { t } from './texts.js';

/** A state as a sentence, with its reason where that is known. */
export function verdictLine({ code, why, count }: Verdict): string {
  const { verdicts, whys } = t();
  const { says } = verdicts[code];
  const reason = why === undefined ? undefined : (whys[why] ?? why);
  const more = [reason, count === undefined ? undefined : figure(count)].filter(
    (one) => one !== undefined,
  );
  return more.length === 0 ? says : t().because(says, more.join(t().comma));
}

/** What to do. The words of the relay or the platform go first: they know more. */
export function wayOutOf({ code, detail }: Verdict): string {
  const { wayOut = '' } = t().verdicts[code];
  return [detail ?? '', wayOut].filter((one) => one !== '').join(' ');
}
