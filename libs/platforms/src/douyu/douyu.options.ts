import { Optional, TO_CONNECT } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Douyu's chat for browsers, without the port. */
export const DOUYU_URL = 'wss://danmuproxy.douyu.com';
/** The ports of {@link DOUYU_URL}. */
export const DOUYU_PORTS = [8501, 8502, 8503, 8504, 8505, 8506] as const;

/** The keys that `douyu` takes in the file. */
export class DouyuOptions {
  /** The room's own number; a short one in its address may be an alias. */
  @IsNumericId('the number of the room: see the page of douyu', TO_CONNECT)
  readonly roomId!: number | string;

  /** @defaultValue {@link DOUYU_URL} with its {@link DOUYU_PORTS} in turn */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
