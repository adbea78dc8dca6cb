import type { SourceDefinition } from '../source-definition.js';
import { dycastAbout } from './dycast/dycast.about.js';
import { douyinliveAbout } from './douyinlive/douyinlive.about.js';
import { DouyinliveDecoder } from './douyinlive/douyinlive.decoder.js';
import { DouyinliveOptions } from './douyinlive/douyinlive.options.js';
import { DOUYIN_HEARING } from './douyinlive/douyinlive.room.js';
import { DouyinliveSource } from './douyinlive/douyinlive.source.js';
import { DycastDecoder } from './dycast/dycast.decoder.js';
import { DycastOptions } from './dycast/dycast.options.js';

/** `douyinlive`: a Douyin room through a douyinLive server. */
export const douyinlive: SourceDefinition<DouyinliveOptions> = {
  type: 'douyinlive',
  about: douyinliveAbout,
  Options: DouyinliveOptions,
  decoder: () => new DouyinliveDecoder(),
  overlaps: () => true,
  protocol: (options) => new DouyinliveSource(options),
};

/** `dycast`: a Douyin room that dycast pushes to the relay. */
export const dycast: SourceDefinition<DycastOptions> = {
  type: 'dycast',
  about: dycastAbout,
  Options: DycastOptions,
  decoder: () => new DycastDecoder(),
  // dycast reads no answers, and does not reconnect by itself.
  inbound: {
    http: false,
    webSocket: true,
    encodings: [],
    namesProblems: false,
    okStatus: 202,
    hearing: DOUYIN_HEARING,
  },
};
