import { MappingDecoder, type Mapping, type MappingRule } from '#source';
import { PushedOptions } from '../inbound/pushed.options.js';
import { siteText } from '../chat-text/site-text.js';
import type { SourceDefinition } from '../source-definition.js';
import { luoxiAbout } from './luoxi.about.js';

/** The keys that `luoxi` takes in the file. */
class LuoxiOptions extends PushedOptions {}

const BY = { user: { name: 'username' } } as const satisfies Partial<MappingRule>;

/**
 * Messages of 洛曦's userscript, read off a page: `{type, platform, username, …}`, without ids and
 * times.
 * @see https://greasyfork.org/scripts/490966
 */
const LUOXI: Mapping = {
  platform: 'web',
  // The names that the other sources use for the same sites.
  platformFrom: {
    path: 'platform',
    table: {
      weixin: 'wechat',
      jinritemai: 'douyin',
      '1688': '1688',
      ...Object.fromEntries(
        ['douyin', 'douyu', 'kuaishou', 'pinduoduo', 'taobao', 'tiktok', 'xiaohongshu'].map(
          (name) => [name, name],
        ),
      ),
    },
  },
  rules: [
    { ...BY, when: { type: 'comment' }, event: 'comment', text: 'content' },
    {
      ...BY,
      when: { type: 'gift' },
      event: 'gift',
      gift: { name: { path: 'gift_name', default: '礼物' }, unitValue: 'price' },
    },
    {
      ...BY,
      when: { type: 'super_chat' },
      event: 'gift',
      gift: { name: { value: '醒目留言' }, unitValue: 'price' },
      text: 'content',
    },
    { ...BY, when: { type: 'entrance' }, event: 'enter' },
    { ...BY, when: { type: 'follow' }, event: 'follow' },
    { ...BY, when: { type: 'like' }, event: 'like' },
  ],
};

/** `luoxi`: pages of live rooms, read by 洛曦's userscript in a browser and sent to the relay. */
export const luoxi: SourceDefinition<LuoxiOptions> = {
  type: 'luoxi',
  about: luoxiAbout,
  Options: LuoxiOptions,
  decoder: () => new MappingDecoder(LUOXI, { spoken: siteText }),
  // The userscript reads no answers.
  inbound: { http: false, webSocket: true, encodings: [], namesProblems: false, okStatus: 202 },
};
