import type { MetaStudioCallError } from '#metastudio';
import { INIT_WORDS, type InitWords } from './init-words.js';
import { WHY_ZH } from './why-zh.js';

/** Why MetaStudio did not list the rooms, in the language of the words. */
export function refusalIn(words: InitWords, error: MetaStudioCallError): string {
  const { reason, status, fault, errorCode, requestId } = error;
  const isUnreached = status === undefined && reason === 'unavailable';
  const said = isUnreached ? words.unreached : words.refused;
  if (words !== INIT_WORDS.zh) return `${said}: ${error.message}`;
  const facts = [status, errorCode, requestId].filter((fact) => fact !== undefined);
  const why = WHY_ZH[isUnreached ? 'unreached' : (fault ?? reason)];
  return `${said}：${why}（${facts.join('，')}）`;
}
