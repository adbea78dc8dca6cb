import { MetaStudioCallError, type CredentialError } from '#metastudio';
import { isUnreached, refusalInChinese } from '../projects/refusal-in-chinese.js';
import { INIT_WORDS, type InitWords } from './init-words.js';

/** Why MetaStudio did not list the rooms, in the language of the words. */
export function refusalIn(words: InitWords, error: MetaStudioCallError | CredentialError): string {
  const isAway = error instanceof MetaStudioCallError && isUnreached(error);
  const said = isAway ? words.unreached : words.refused;
  const why = words === INIT_WORDS.zh ? refusalInChinese(error) : error.message;
  return said + words.colon + why;
}
