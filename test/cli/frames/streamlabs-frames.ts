import { AT, followed, gave, said, viewer, type DocumentedSource } from './reported.js';

function streamlabs(type: string, site: string, message: object): { frame: string } {
  return { frame: `42${JSON.stringify(['event', { type, for: site, message: [message] }])}` };
}

function alertOf(message: object): { frame: string } {
  return { frame: `42${JSON.stringify(['event', { type: 'alertPlaying', message }])}` };
}

const BOB_OF_YOUTUBE = viewer('youtube_UC9', 'Bob');
const DONOR = viewer('streamlabs_Ann', 'Ann');
const FROM_TWITCH = viewer('twitch_Dee', 'Dee');
const DEE_OF_TWITCH = viewer('twitch_94', 'Dee');
const ED_OF_TWITCH = viewer('twitch_95', 'Ed');
const KIM_OF_KICK = viewer('kick_Kim', 'Kim');
const DEE = { name: 'dee', display_name: 'Dee', subscriber_twitch_id: '94' };
const KICKS = {
  type: 'kicks',
  platform: 'kick_account',
  name: 'Kim',
  amount: '500',
  levelName: 'Hell Yeah',
};
const SUPER_CHAT = {
  _id: 's3',
  channelId: 'UC9',
  name: 'Bob',
  comment: 'yo',
  amount: '5000000',
  currency: 'USD',
};

/** In the shapes of dev.streamlabs.com/docs/socket-api. */
export const STREAMLABS: DocumentedSource = {
  type: 'streamlabs',
  frames: [
    { name: 'open', frame: '0{"sid":"x","pingInterval":25000}', reported: [] },
    { name: 'ping', frame: '2', reported: [] },
    {
      name: 'donation',
      ...streamlabs('donation', '', {
        _id: 's1',
        name: 'Ann',
        amount: '13.37',
        currency: 'USD',
        message: 'hi',
      }),
      reported: [gave(DONOR, ['donation', 1, 1337]), said(DONOR, 'hi')],
    },
    {
      name: 'a test',
      ...streamlabs('donation', '', { name: 'Ann', amount: '1', currency: 'USD', isTest: true }),
      reported: [],
    },
    {
      name: 'follow',
      ...streamlabs('follow', 'twitch_account', { _id: 's2', id: '94', name: 'Dee' }),
      reported: [followed(DEE_OF_TWITCH)],
    },
    {
      name: 'follow on YouTube',
      ...streamlabs('follow', 'youtube_account', {
        _id: 's9',
        id: 'UC9',
        name: 'Bob',
        publishedAt: '2023-11-14T22:13:20.000Z',
      }),
      reported: [followed(BOB_OF_YOUTUBE, AT)],
    },
    {
      name: 'follow on another site',
      ...streamlabs('follow', 'facebook_account', { _id: 's10', id: 'event-10', name: 'Flo' }),
      reported: [followed(viewer('facebook_Flo', 'Flo'))],
    },
    {
      name: 'superchat',
      ...streamlabs('superchat', 'youtube_account', SUPER_CHAT),
      reported: [gave(BOB_OF_YOUTUBE, ['Super Chat', 1, 500]), said(BOB_OF_YOUTUBE, 'yo')],
    },
    {
      name: 'bits',
      ...streamlabs('bits', 'twitch_account', {
        _id: 's4',
        name: 'Dee',
        amount: '100',
        message: 'go',
      }),
      reported: [gave(FROM_TWITCH, ['Bits', 100, 1]), said(FROM_TWITCH, 'go')],
    },
    {
      name: 'resub',
      ...streamlabs('resub', 'twitch_account', {
        _id: 's5',
        name: 'Dee',
        months: 4,
        sub_plan: '1000',
        message: 'hi',
        subscriber_twitch_id: '94',
      }),
      reported: [gave(DEE_OF_TWITCH, ['Subscription Tier 1', 1, 0]), said(DEE_OF_TWITCH, 'hi')],
    },
    // https://github.com/meenzen/Streamlabs.SocketClient, as captured.
    {
      name: 'a subscription given',
      ...streamlabs('subscription', 'twitch_account', {
        _id: 's11',
        ...DEE,
        sub_plan: '1000',
        sub_type: 'subgift',
        gifter: 'ed',
        gifter_twitch_id: '95',
        gifter_display_name: 'Ed',
      }),
      reported: [gave(ED_OF_TWITCH, ['Subscription Tier 1', 1, 0])],
    },
    {
      name: 'a member of YouTube',
      ...streamlabs('subscription', 'youtube_account', { _id: 's12', id: 'UC9', name: 'Bob' }),
      reported: [gave(BOB_OF_YOUTUBE, ['Subscription', 1, 0])],
    },
    {
      name: 'a subscription given on Kick',
      ...streamlabs('subscription', 'kick_account', {
        _id: 's13',
        name: 'Cy',
        gifter: 'Kim',
      }),
      reported: [gave(KIM_OF_KICK, ['Subscription', 1, 0])],
    },
    // KICKs are told by their alerts alone: one by itself, or a list.
    {
      name: 'Kicks',
      ...alertOf({ _id: 's14', ...KICKS, message: 'well played' }),
      reported: [gave(KIM_OF_KICK, ['Hell Yeah', 1, 500]), said(KIM_OF_KICK, 'well played')],
    },
    {
      name: 'Kicks in a list',
      ...alertOf([{ _id: 's15', ...KICKS, message: '' }]),
      reported: [gave(KIM_OF_KICK, ['Hell Yeah', 1, 500])],
    },
    {
      name: 'Kicks that are shown again',
      ...alertOf({ _id: 's16', ...KICKS, repeat: true }),
      reported: [],
    },
    {
      name: 'subscriptions given on Kick',
      ...alertOf({
        _id: 's17',
        type: 'communityGift',
        platform: 'kick_account',
        gifter: 'kim',
        gifter_display_name: 'Kim',
        amount: 3,
        massSubGiftChildAlerts: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
      }),
      reported: [gave(KIM_OF_KICK, ['Subscription', 3, 0])],
    },
    {
      name: 'an alert of what was told before',
      ...alertOf({ _id: 's18', type: 'bits', platform: 'twitch_account', name: 'Dee', amount: 5 }),
      reported: [],
    },
    // https://github.com/Brendonovich/MacroGraph: two shapes of one kind.
    {
      name: 'memberships given',
      ...streamlabs('membershipGift', 'youtube_account', {
        _id: 's7',
        name: 'Bob',
        giftMembershipsLevelName: 'Tea',
        giftMembershipsCount: '5',
        membershipMessageId: 'gift-1',
      }),
      reported: [gave(viewer('youtube_Bob', 'Bob'), ['Subscription', 5, 0])],
    },
    {
      name: 'a membership received',
      ...streamlabs('membershipGift', 'youtube_account', {
        _id: 's8',
        name: 'Cy',
        membershipLevelName: 'Tea',
        youtubeMembershipGiftId: 'gift-1',
      }),
      reported: [],
    },
    {
      name: 'raid',
      ...streamlabs('raid', 'twitch_account', { _id: 's6', name: 'Dee', raiders: 4 }),
      reported: [],
    },
  ],
};
