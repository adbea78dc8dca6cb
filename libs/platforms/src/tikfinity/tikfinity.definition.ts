import { Optional } from '#options';
import { presetSource } from '../mapped/preset.js';
import { siteText } from '../chat-text/site-text.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';
import { tikfinityAbout } from './tikfinity.about.js';
import { TIKFINITY } from './tikfinity.mapping.js';

/** TikFinity's default address. */
const TIKFINITY_URL = 'ws://127.0.0.1:21213';

/** The keys that `tikfinity` takes in the file. */
class TikfinityOptions {
  /** @defaultValue {@link TIKFINITY_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}

/** `tikfinity`: the TikTok room that TikFinity on the streamer's machine is connected to. */
export const tikfinity = presetSource<TikfinityOptions>({
  type: 'tikfinity',
  about: tikfinityAbout,
  Options: TikfinityOptions,
  mapping: () => TIKFINITY,
  spoken: siteText,
  connection: ({ url = TIKFINITY_URL }) => ({ url }),
});
