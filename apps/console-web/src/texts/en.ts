import { enStates } from './en-states.js';
import { count } from './en-count.js';
import type { KnownTexts } from './known-text.js';

export const en = {
  ...enStates,
  /** Texts that replace the relay's English ones. English needs none. */
  problems: {} as Readonly<Record<string, string>>,
  told: [] as KnownTexts,
  title: 'Live Event Relay',
  /** The name of the other language, in that language. */
  otherLanguage: '中文',
  switchLanguage: 'Switch to Chinese',
  theme: { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  skip: 'Skip to the content',
  nav: {
    bridges: 'Bridges',
    why: 'Why not?',
    letters: 'Dead letters',
    settings: 'Settings',
    main: 'Pages',
  },
  login: {
    heading: 'Log in',
    lead: 'With RELAY_API_TOKEN you may do everything, with RELAY_VIEWER_TOKEN look.',
    token: 'Token',
    show: 'Show the token',
    enter: 'Log in',
    out: 'Log out',
    wrong: 'The relay knows no such token.',
    over: 'Your session is over. Log in again.',
    noCookies: 'This browser keeps no cookies: allow them, else no log-in lasts.',
    linkUsed: 'The link was opened before, or is too old: make another in Settings.',
    tooOften: (seconds: number) => `Too many tries. Wait ${count(seconds, 'second')}.`,
  },
  viewer: 'Looks only',
  viewerHint: 'You came with the token that looks: nothing can be changed with it.',
  levels: { trouble: 'Trouble', notice: 'Waiting', well: 'Well', rest: 'Resting' },
  /** The sentence at the top. */
  lead: {
    loading: 'Asking the relay …',
    lost: 'The relay does not answer.',
    lostWayOut:
      'Is it still running? What you see is from before; this page goes on by itself once it answers.',
    unreachedWayOut: 'Is it still running? This page goes on by itself once it answers.',
    unknown: 'The relay cannot reach Redis, where events wait.',
    unknownFirstWayOut: 'Is Redis running? This page goes on by itself once it is.',
    crowded: 'Too many pages are open: this one is not told what changes.',
    crowdedWayOut: 'Close some of them; this page then goes on by itself.',
    unknownWayOut: 'Is Redis running? What you see is from before; it comes back by itself.',
    noCollector: 'Nothing is heard: no process listens to the chats.',
    noReporter: 'Nothing reaches MetaStudio: no process reports to it.',
    startOne: (role: string) =>
      `Start one on the machine of the relay: live-relay start, with ${role} in RELAY_ROLES.`,
    none: 'No bridge yet.',
    noneWayOut: 'A bridge carries what viewers do in a chat to the virtual human.',
    all: (n: number) =>
      n === 1
        ? 'All is well: the bridge hears its room.'
        : `All is well: all ${n} bridges hear their rooms.`,
    allRest: 'All is well: nothing has to run now.',
    some: (heard: number, all: number) => `No trouble. ${heard} of ${count(all, 'bridge')} hear.`,
    late: (n: number, all: number) =>
      all === 1
        ? 'Viewers wait for answers.'
        : `Viewers wait for answers at ${n} of ${all} bridges.`,
    waitsFor: (name: string, says: string) => `${name}: ${says}.`,
    /** The state of the only bridge. */
    one: (says: string) => `${says}.`,
    trouble: (n: number, all: number) =>
      `${n} of ${count(all, 'bridge')} ${n === 1 ? 'needs' : 'need'} you.`,
  },
  totals: {
    received: 'in / s',
    reported: 'to MetaStudio / s',
    waiting: 'waiting',
    dropped: 'dropped',
    deadLettered: 'dead letters',
  },
  list: {
    add: 'Add a bridge',
    addFirst: 'Add the first bridge',
    search: 'Find a bridge',
    searchHint: 'Name, platform, room',
    all: 'All',
    empty: 'No bridge is like that.',
    showAll: 'Show all',
    heading: 'Bridges',
    bridge: 'Bridge',
    state: 'How it stands',
    inRate: 'In / s',
    outRate: 'Out / s',
    waiting: 'Waiting',
    oldest: 'Oldest',
    lastReport: 'Reported',
    answers: (n: string) => `${n} to be said`,
    dropped: 'Dropped',
    trend: (rate: string) => `Events in over five minutes, now ${rate} a second`,
    liveJob: 'live',
    choose: (name: string) => `Choose ${name}`,
    chooseAll: 'Choose all that are shown',
    ofChosen: 'What is done with those chosen',
  },
  cancel: 'Cancel',
  close: 'Close',
  types: {
    comment: 'comments',
    enter: 'entries',
    like: 'likes',
    gift: 'gifts',
    follow: 'follows',
    viewers: 'viewer counts',
    raw: 'others',
  } as Readonly<Record<string, string>>,
  classes: { paid: 'paid', chat: 'comments', ambient: 'entries, likes' } as Readonly<
    Record<string, string>
  >,
  dropped: (reason: string) => `Dropped: ${reason}`,
  because: (says: string, why: string) => `${says} (${why})`,
  namely: (says: string, what: string) => `${says}: ${what}`,
  ofKey: (key: string, says: string) => `${key}: ${says}`,
  comma: ', ',
  stop: '.',
  /** Between two sentences. */
  gap: ' ',
  ago: (text: string) => `${text} ago`,
  now: 'now',
  units: { s: 's', min: 'min', h: 'h', d: 'd' },
  part: {
    loading: 'Loading …',
    failed: 'This part of the page could not be loaded: the relay is away, or was updated.',
    again: 'Load the page again',
  },
  failed: 'That did not work.',
};

export type Texts = typeof en;
