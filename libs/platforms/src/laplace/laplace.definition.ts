import { Optional, Text, WriteOnly } from '#options';
import { bilingual, type HearingTerms } from '#source';
import { IsNumericId } from '../options/numeric-id.js';
import { presetSource } from '../mapped/preset.js';
import { spokenText } from '../bilibili-open/bilibili-words.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';
import { laplaceAbout } from './laplace.about.js';
import { laplaceMapping } from './laplace.mapping.js';

/** The default address of the event bridge. */
const LAPLACE_URL = 'ws://127.0.0.1:9696';

/** The keys that `laplace` takes in the file. */
class LaplaceOptions {
  /** @defaultValue {@link LAPLACE_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  /** The password of the event bridge, if it has one. */
  @Optional()
  @Text('the token of the bridge: letters, digits and - _ . ~', /^[\w.~-]{1,128}$/)
  @WriteOnly()
  readonly token?: string;

  /** Takes only events of this room: one event bridge may read several. */
  @Optional()
  @IsNumericId('the number of the room, in quotes')
  readonly room?: number | string;
}

/** The event bridge greets every client (`established`). */
const HEARING: HearingTerms = {
  greetsMs: 10_000,
  wayOut: {
    silent: bilingual(
      'The bridge has not even greeted: check that url is that of a LAPLACE Event Bridge, and that LAPLACE Chat is connected to it.',
      '没有收到 LAPLACE Event Bridge 的欢迎消息：请确认 url 是它的地址，并且 LAPLACE Chat 已连接到它。',
    ),
  },
};

/** `laplace`: Bilibili rooms that LAPLACE Chat reads, through its event bridge. */
export const laplace = presetSource<LaplaceOptions>({
  type: 'laplace',
  about: laplaceAbout,
  Options: LaplaceOptions,
  mapping: ({ room }) => laplaceMapping(room === undefined ? undefined : String(room)),
  spoken: spokenText,
  connection: ({ url = LAPLACE_URL, token }) => ({
    url,
    hearing: HEARING,
    subprotocols: ['laplace-event-bridge-role-client', ...(token === undefined ? [] : [token])],
    answers: [
      {
        when: { type: 'ping' },
        send: { type: 'pong', timestamp: '{{timestamp}}', respondingTo: '{{timestamp}}' },
      },
    ],
  }),
});
