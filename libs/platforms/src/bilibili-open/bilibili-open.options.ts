import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { IsAnyUrl, IsHttpUrl } from '../options/web-socket-url.js';

/** Bilibili's live open platform. */
export const BILIBILI_OPEN_API_URL = 'https://live-open.biliapi.com';

/** The keys that `bilibili-open` takes in the file. */
export class BilibiliOpenOptions {
  /** The streamer's code (身份码), which identifies the room. The streamer keeps it secret. */
  @Text("the streamer's code (身份码) of letters and digits", /^[0-9A-Za-z]{4,64}$/, TO_CONNECT)
  @WriteOnly()
  readonly code!: string;

  /** The project (项目) on the open platform. */
  @IsNumericId('the id of the project on the open platform, a whole number', TO_CONNECT)
  readonly appId!: number | string;

  @Text('the access_key_id of the developer account', /^[!-~]{4,128}$/, TO_CONNECT)
  readonly accessKeyId!: string;

  @Text('the access_key_secret of the developer account', /^[!-~]{4,128}$/, TO_CONNECT)
  @WriteOnly()
  readonly accessKeySecret!: string;

  /**
   * With `http(s):`, the platform's API, which tells the address of the socket. With `ws(s):`, the
   * address of the socket, whatever the API says; the API is then on the same host, unless {@link
   * apiUrl} names another.
   * @defaultValue {@link BILIBILI_OPEN_API_URL}
   */
  @Optional()
  @IsAnyUrl({}, 'an address: https://…, or wss://… of the socket')
  readonly url?: string;

  /** The platform's API, for when `url` is the address of the socket. */
  @Optional()
  @IsHttpUrl()
  readonly apiUrl?: string;
}

/** The address of the API, and of the socket where the API does not tell it. */
export function addressesOf({ url, apiUrl }: Pick<BilibiliOpenOptions, 'url' | 'apiUrl'>): {
  readonly api: string;
  readonly socket: string | undefined;
} {
  if (url === undefined) return { api: apiUrl ?? BILIBILI_OPEN_API_URL, socket: undefined };
  const { protocol, host } = new URL(url);
  if (protocol === 'http:' || protocol === 'https:')
    return { api: apiUrl ?? url, socket: undefined };
  const http = protocol === 'wss:' ? 'https:' : 'http:';
  return { api: apiUrl ?? `${http}//${host}`, socket: url };
}
