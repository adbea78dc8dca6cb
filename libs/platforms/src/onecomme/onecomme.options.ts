import { Optional } from '#options';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Where OneComme listens by default. */
export const ONECOMME_URL = 'ws://127.0.0.1:11180/sub';

/** What `onecomme` takes in the file. */
export class OneCommeOptions {
  /** @defaultValue {@link ONECOMME_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
