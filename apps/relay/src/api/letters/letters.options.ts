import { BRIDGE_NAME } from '#config';
import { Flag, Optional, Text, TextList } from '#options';
import { LETTER_ID } from '../../dead-letters/letter-choice.js';
import { PageQuery } from '../requests/page.js';

const IsTarget = () =>
  Text('a target, as a list of them shows it', /^[\w.-]{1,128}(?:\/[\w.-]{1,128}){1,2}$/);
const IsBridge = () => Text('the name of a bridge', BRIDGE_NAME);
const IsErrorCode = () => Text("an error code of MetaStudio's", /^[\s\S]{1,128}$/);

const IDS_MAX = 1000;

/** Which letters are read. */
export class LettersQuery extends PageQuery {
  @Optional()
  @IsTarget()
  target?: string;

  @Optional()
  @IsBridge()
  bridge?: string;

  @Optional()
  @IsErrorCode()
  code?: string;
}

/** Which letters something is done with. */
export class LettersOptions {
  @Optional()
  @TextList('ids of letters', IDS_MAX, LETTER_ID)
  ids?: string[];

  @Optional()
  @IsTarget()
  target?: string;

  @Optional()
  @IsBridge()
  bridge?: string;

  @Optional()
  @IsErrorCode()
  code?: string;

  /** All letters, which must be said: leaving everything out chooses none. */
  @Optional()
  @Flag()
  all?: boolean;
}
