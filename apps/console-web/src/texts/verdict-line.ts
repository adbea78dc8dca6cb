import type { Verdict, VerdictCode } from '../rows/verdict.js';
import { figure } from './figures.js';
import { knownText } from './known-text.js';
import { language, t } from './texts.js';
import { told } from './told.js';

/** A verdict as a sentence, with its reason where that is known. */
export function verdictLine({ code, why, count }: Verdict): string {
  const { verdicts, whys } = t();
  const { says } = verdicts[code];
  const reason = why === undefined ? undefined : (whys[why] ?? why);
  const more = [reason, count === undefined ? undefined : figure(count)].filter(
    (one) => one !== undefined,
  );
  return more.length === 0 ? says : t().because(says, more.join(t().comma));
}

/** Verdicts whose detail from the relay says the same as the texts of the page, and more exactly. */
const OWN_WORDS: ReadonlySet<VerdictCode> = new Set([
  'room-ended',
  'deaf-silent',
  'deaf-not-understood',
  'deaf-room-unknown',
  'deaf-room-refused',
  'unheard',
  'gifts-missing',
]);

/** What to do. The words of the relay or the platform come first, since they are more exact. */
export function wayOutOf({ code, detail: en = '', detailZh, why = '' }: Verdict): string {
  const detail = code === 'unusable' ? wrongKey(en) : told(en, detailZh);
  const { verdicts, waysOut, thenResume } = t();
  const { wayOut = '' } = verdicts[code];
  if (Object.hasOwn(waysOut, why)) {
    return code === 'target-paused' ? `${waysOut[why]!}${t().gap}${thenResume}` : waysOut[why]!;
  }
  if (OWN_WORDS.has(code)) {
    // A relay of another version may have no Chinese for it: then the page's own words do.
    const isReadable = language.value === 'en' || detailZh !== undefined;
    return isReadable && detail !== '' ? detail : wayOut;
  }
  const isOurs = detailZh !== undefined || code === 'unusable';
  return [detail, wayOut].filter((one) => one !== '').join(isOurs ? t().gap : ' ');
}

/** What is wrong with a key of the bridge. @param problem a JSON pointer, and what the relay says of it. */
function wrongKey(problem: string): string {
  const [, pointer = '', says = problem] = /^(\/\S+) (.*)$/su.exec(problem) ?? [];
  const place = pointer.slice(1).replaceAll('/', '.');
  const sentence = knownText(t().told, says) ?? `${says.replace(/\.$/u, '')}${t().stop}`;
  return place === '' ? sentence : t().ofKey(place, sentence);
}
