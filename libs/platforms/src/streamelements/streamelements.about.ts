import type { SourceAbout } from '../source-about.js';

export const streamelementsAbout: SourceAbout = {
  platform: { en: 'StreamElements', zh: 'StreamElements' },
  group: 'world',
  needs: 'key',
  says: { en: "The channel's JWT.", zh: '需要频道的 JWT。' },
  help: {
    token: { en: 'the JWT of the channel, from its dashboard', zh: '频道控制台中的 JWT' },
    tokenType: { en: 'or apikey, oauth', zh: '也可为 apikey、oauth' },
    channel: { en: 'where the token is good for several', zh: '令牌可用于多个频道时填写' },
  },
};
