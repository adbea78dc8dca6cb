import { Optional, Text } from '#options';
import { presetSource } from '../mapped/preset.js';
import { siteText } from '../chat-text/site-text.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';
import { unibarrageAbout } from './unibarrage.about.js';
import { unibarrageMapping } from './unibarrage.mapping.js';

/** UniBarrage's default address. */
const UNIBARRAGE_URL = 'ws://127.0.0.1:7777';

/** The keys that `unibarrage` takes in the file. */
class UnibarrageOptions {
  /** @defaultValue {@link UNIBARRAGE_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  /** Takes only events of this room: one UniBarrage may read several. */
  @Optional()
  @Text("the room's id as UniBarrage has it (rid), in quotes", /^[\w-]{1,64}$/)
  readonly room?: string;
}

/** `unibarrage`: Douyin, Bilibili, Kuaishou, Douyu, Huya and Xiaohongshu through UniBarrage. */
export const unibarrage = presetSource<UnibarrageOptions>({
  type: 'unibarrage',
  about: unibarrageAbout,
  Options: UnibarrageOptions,
  mapping: ({ room }) => unibarrageMapping(room),
  spoken: siteText,
  connection: ({ url = UNIBARRAGE_URL }) => ({ url }),
});
