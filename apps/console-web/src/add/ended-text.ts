import { t } from '../texts/page-texts.js';

/**
 * Why a connection ended, in words: by the system's code, where the relay tells one behind its
 * reason and the code says more.
 */
export function endedText(ended = ''): string {
  const { whys, add } = t();
  const [, reason = '', code = ''] = /^([a-z\d-]+) \((\w+)\)$/u.exec(ended) ?? [];
  if (Object.hasOwn(add.codes, code)) return add.codes[code]!;
  return whys[ended] ?? whys[reason] ?? ended;
}
