import { Optional } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Where DouyinBarrageGrab listens by default. */
export const BARRAGEGRAB_URL = 'ws://127.0.0.1:8888';

/** The keys that `barragegrab` takes in the file. */
export class BarragegrabOptions {
  /** @defaultValue {@link BARRAGEGRAB_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
