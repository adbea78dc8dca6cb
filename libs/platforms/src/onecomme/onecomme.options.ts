import { Flag, Optional } from '#options';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Where OneComme listens by default, asked for what is read of it. */
export const ONECOMME_URL = 'ws://127.0.0.1:11180/sub?p=comments,meta';

/** What `onecomme` takes in the file. */
export class OneCommeOptions {
  /** Takes comments that OneComme makes to be tried with, too. @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;

  /** @defaultValue {@link ONECOMME_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}

/** Where to connect: since version 8 a client that does not say what to send is sent nothing. */
export function addressOf({ url = ONECOMME_URL }: Pick<OneCommeOptions, 'url'>): string {
  const address = new URL(url);
  // A comma in a query needs no escape, and its escape is not what the tool's pages show.
  if (!address.searchParams.has('p')) {
    address.search += `${address.search === '' ? '?' : '&'}p=comments,meta`;
  }
  return address.href;
}
