import { IsOptional, IsUrl, Matches } from 'class-validator';
import { IsNumericId } from '../numeric-id.js';

/** Bilibili's live open platform. */
export const BILIBILI_OPEN_API_URL = 'https://live-open.biliapi.com';

const HTTP = { protocols: ['https', 'http'], require_protocol: true, require_tld: false };
const ANY = { ...HTTP, protocols: ['https', 'http', 'wss', 'ws'] };

/** What `bilibili-open` takes in the file. */
export class BilibiliOpenOptions {
  /** The streamer's code (身份码), which names the room. A secret of the streamer's. */
  @Matches(/^[0-9A-Za-z]{4,64}$/, {
    groups: ['connect'],
    message: "$property must be the streamer's code (身份码) of letters and digits",
  })
  readonly code!: string;

  /** The project (项目) on the open platform. */
  @IsNumericId({
    groups: ['connect'],
    message: '$property must be the id of the project on the open platform, a whole number',
  })
  readonly appId!: number | string;

  @Matches(/^[!-~]{4,128}$/, {
    groups: ['connect'],
    message: '$property must be the access_key_id of the developer account',
  })
  readonly accessKeyId!: string;

  @Matches(/^[!-~]{4,128}$/, {
    groups: ['connect'],
    message: '$property must be the access_key_secret of the developer account',
  })
  readonly accessKeySecret!: string;

  /**
   * With `http(s):` the platform's API, which tells the address of the socket. With `ws(s):` the
   * socket itself, whatever the API tells; then the API is on the same host, unless
   * {@link apiUrl} says where.
   *
   * @defaultValue {@link BILIBILI_OPEN_API_URL}
   */
  @IsOptional()
  @IsUrl(ANY, { message: '$property must be an address: https://…, or wss://… of the socket' })
  readonly url?: string;

  /** The platform's API, where `url` is the socket's address. */
  @IsOptional()
  @IsUrl(HTTP, { message: '$property must be an address that begins with https:// or http://' })
  readonly apiUrl?: string;
}

/** Where the API is, and the socket where the API does not tell it. */
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
