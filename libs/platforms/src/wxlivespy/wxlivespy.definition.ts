import { PushedOptions } from '../inbound/pushed.options.js';
import type { SourceDefinition } from '../source-definition.js';
import { wxlivespyAbout } from './wxlivespy.about.js';
import { WxlivespyDecoder } from './wxlivespy.decoder.js';

/** The keys that `wxlivespy` takes in the file. */
class WxlivespyOptions extends PushedOptions {}

/** `wxlivespy`: a WeChat Channels (视频号) room that wxlivespy posts to the relay. */
export const wxlivespy: SourceDefinition<WxlivespyOptions> = {
  type: 'wxlivespy',
  about: wxlivespyAbout,
  Options: WxlivespyOptions,
  decoder: () => new WxlivespyDecoder(),
  inbound: {
    http: true,
    webSocket: false,
    // wxlivespy can be configured to compress what it posts.
    encodings: ['gzip', 'deflate', 'br'],
    namesProblems: false,
    okStatus: 200,
  },
};
