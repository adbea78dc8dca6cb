import { Optional, Text } from '#options';
import { presetSource } from '../preset.js';
import { siteText } from '../site-text.js';
import { IsWebSocketUrl } from '../web-socket-url.js';
import { unibarrageMapping } from './unibarrage.mapping.js';

/** Where UniBarrage listens. */
export const UNIBARRAGE_URL = 'ws://127.0.0.1:7777';

/** What `unibarrage` takes in the file. */
export class UnibarrageOptions {
  /** @defaultValue {@link UNIBARRAGE_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  /** Takes this room's events alone: one UniBarrage may hear several. */
  @Optional()
  @Text("the room's id as UniBarrage has it (rid), in quotes", /^[\w-]{1,64}$/)
  readonly room?: string;
}

/** `unibarrage`: Douyin, Bilibili, Kuaishou, Douyu and Huya through a UniBarrage. */
export const unibarrage = presetSource<UnibarrageOptions>({
  type: 'unibarrage',
  Options: UnibarrageOptions,
  mapping: ({ room }) => unibarrageMapping(room),
  spoken: siteText,
  connection: ({ url = UNIBARRAGE_URL }) => ({ url }),
});
