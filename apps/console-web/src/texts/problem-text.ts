import { ApiError } from '../api/client.js';
import { knownText } from './known-text.js';
import { t } from './texts.js';
import { told } from './told.js';

/** The text for an error: the relay's own words where there are some, since they say what is wrong and what to do. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t().failed;
  if (error.status === 0) return t().lead.lost;
  const { kind } = error;
  // Where no token is known, none that is typed here helps.
  const { detailZh } = error.more;
  if (kind === 'unauthenticated' && detailZh !== undefined) return told(error.detail, detailZh);
  const known = kind === undefined ? undefined : t().problems[kind];
  if (known !== undefined) {
    const reasons = error.errors.map(({ detail }) => knownText(t().told, detail));
    const first = reasons[0];
    // Outside a form nobody sees what is wrong beside its field.
    if (first !== undefined && reasons.every((one) => one === first)) return first;
    // Only the detail says what MetaStudio answered.
    const isOnlyPart = kind === 'metastudio-failed';
    return isOnlyPart ? t().namely(known, told(error.detail, detailZh)) : known;
  }
  const details = error.errors.map(({ pointer = '', detail }) => `${pointer} ${detail}`.trim());
  const { title = '' } = error.more;
  const first = title === '' ? '' : `${title}.`;
  return [first, error.detail, ...details].filter((one) => one !== '').join(' ') || t().failed;
}
