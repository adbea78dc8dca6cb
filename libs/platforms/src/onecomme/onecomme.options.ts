import { Flag, Optional } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** OneComme's default address, with the kinds that we subscribe to. */
const ONECOMME_URL = 'ws://127.0.0.1:11180/sub?p=comments,meta';

/** The keys that `onecomme` takes in the file. */
export class OneCommeOptions {
  /** Also takes test comments that OneComme makes. @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;

  /** @defaultValue {@link ONECOMME_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}

/** The address to connect to: since version 8 a client must name what it wants to receive. */
export function addressOf({ url = ONECOMME_URL }: Pick<OneCommeOptions, 'url'>): string {
  const address = new URL(url);
  // A comma in a query needs no escape, and the tool's pages show it unescaped.
  if (!address.searchParams.has('p')) {
    address.search += `${address.search === '' ? '?' : '&'}p=comments,meta`;
  }
  return address.href;
}
