import type { ConnectPace, SourceDefinition } from '../source-definition.js';
import { bilibiliOpenAbout } from './bilibili-open.about.js';
import { BilibiliOpenDecoder } from './bilibili-open.decoder.js';
import { BilibiliOpenOptions } from './bilibili-open.options.js';
import { BilibiliOpenSource } from './bilibili-open.source.js';

/**
 * How often a developer may ask. Bilibili publishes no number; blivechat, which reads thousands of
 * rooms, stays below eight a second.
 * @see https://github.com/xfgryujk/blivechat/blob/dev/api/open_live.py
 */
function startsOfDeveloper(accessKeyId: string): ConnectPace {
  return { name: 'bilibili-starts', max: 8, periodMs: 1000, owner: accessKeyId };
}

/**
 * `bilibili-open`: a Bilibili room through the live open platform, found by its streamer's code.
 */
export const bilibiliOpen: SourceDefinition<BilibiliOpenOptions> = {
  type: 'bilibili-open',
  about: bilibiliOpenAbout,
  Options: BilibiliOpenOptions,
  decoder: () => new BilibiliOpenDecoder(),
  scarce: 'Bilibili opens one session in a room for an application',
  connects: ({ accessKeyId }) => startsOfDeveloper(accessKeyId),
  budgets: ({ appId, code }) => [
    {
      name: 'bilibili-sessions',
      owner: `${String(appId)} ${code}`,
      max: 1,
      what: 'sessions that Bilibili opens for one application and room',
      isHard: true,
    },
  ],
  protocol: (options, surroundings) => new BilibiliOpenSource(options, surroundings?.fetch),
};
