import type { VerdictCode } from '../rows/verdict.js';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A sentence on how things stand, and what to do, where there is something to do. */
export interface VerdictText {
  readonly says: string;
  readonly wayOut?: string;
}

const VERDICTS: Readonly<Record<VerdictCode, VerdictText>> = {
  paused: { says: 'Paused' },
  unusable: {
    says: 'Cannot run as it is written',
    wayOut: 'Change what is named, or take the bridge away.',
  },
  'left-over': {
    says: 'Taken away; events of it still wait',
    wayOut: 'They are reported, or expire, by themselves.',
  },
  unheld: {
    says: 'No collector has taken it yet',
    wayOut: 'If it stays so, look at whether a process with the role collector runs.',
  },
  refused: {
    says: 'The platform refuses us',
    wayOut: 'Mend what it names; then it is tried anew.',
  },
  'room-ended': {
    says: 'Connected; the platform says that the room is not live',
    wayOut: 'Before a stream that is as it should be. Otherwise look at the room.',
  },
  'deaf-silent': {
    says: 'Connected, but hears nothing',
    wayOut: 'Look at the address, and at the tool that it reads from.',
  },
  'deaf-not-understood': {
    says: 'Connected, but nothing that comes can be read',
    wayOut: 'Is the address one of this kind of source? Have both sides been updated?',
  },
  'deaf-room-unknown': {
    says: 'Connected, but the platform cannot tell the room',
    wayOut: 'Look at the room, and at what the tool needs: a cookie, a login.',
  },
  'deaf-room-refused': {
    says: 'Connected, but the platform does not let the room be read',
    wayOut: 'Look at the account and the token.',
  },
  disconnected: {
    says: 'Not connected; tries again',
    wayOut: 'It comes back by itself. If not: is the far end running, and the address right?',
  },
  connecting: { says: 'Connecting' },
  unaccounted: {
    says: 'Its ledger does not add up',
    wayOut: 'Keep the log, and tell whoever looks after the relay.',
  },
  'target-paused': {
    says: 'MetaStudio does not take its events: paused',
    wayOut: 'Mend the reason, then resume the room.',
  },
  'target-paused-by': { says: 'The room was paused by hand; events wait', wayOut: 'Resume it.' },
  'no-room': {
    says: 'MetaStudio has no such live room',
    wayOut: 'Pick another room, or look at whose it is.',
  },
  failing: {
    says: 'Reports to MetaStudio fail; they are repeated',
    wayOut: 'Nothing is lost so far. If it lasts, look at the reason.',
  },
  held: { says: 'A person speaks: only paid events go on', wayOut: 'Let the chat through again.' },
  'no-job': {
    says: 'Hears; waits for the live stream to start in MetaStudio',
    wayOut: 'Start the live job of the room.',
  },
  behind: { says: 'MetaStudio takes less than comes', wayOut: 'Filters make less of it.' },
  resting: { says: 'Rests until its room is live' },
  unheard: {
    says: 'Connected; nothing came yet',
    wayOut: 'A quiet room looks the same: write something in it.',
  },
  away: { says: 'Nobody sends to it', wayOut: 'Start whatever is to send to its address.' },
  'gifts-missing': {
    says: 'Hears comments, but no gifts',
    wayOut: 'The tool may read as a guest: give it a login.',
  },
  'dead-letters': { says: 'Hears; some events were refused', wayOut: 'Look at the dead letters.' },
  quiet: { says: 'Connected; the room is quiet' },
  hears: { says: 'Hears its room' },
};

/** Words of the relay that say why. What is not here is shown as it is. */
const WHYS: Readonly<Record<string, string>> = {
  closed: 'the far end closed it',
  'server-asked': 'the far end asked to come back',
  silence: 'nothing was heard for long',
  'handshake-timeout': 'the platform did not let it in',
  'connect-timeout': 'no answer in time',
  'connect-failed': 'nobody listens there',
  'invalid-address': 'the address is not valid',
  'source-refused': 'refused',
  'upgrade-401': 'refused: 401, log in',
  'upgrade-403': 'refused: 403, not allowed',
  'upgrade-404': 'refused: 404, no such address',
  'upgrade-429': 'refused: 429, too often',
  'upgrade-refused': 'refused',
  'frame-too-large': 'too much at once',
  'invalid-frame': 'what came is no WebSocket',
  'send-buffer-full': 'it takes nothing',
  'protocol-failed': 'a defect of the relay',
  stopped: 'it was stopped',
  reporting: 'it answers slowly',
  rate: 'the limit of reports a second',
  retry: 'a report is repeated',
  pace: 'its pace',
};

export const en = {
  title: 'Live Event Relay',
  language: 'English',
  /** Into which language one switches, in that language. */
  otherLanguage: '中文',
  switchLanguage: 'Switch to Chinese',
  theme: { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  skip: 'Skip to the bridges',
  nav: { bridges: 'Bridges', letters: 'Dead letters', settings: 'Settings', main: 'Pages' },
  login: {
    heading: 'Log in',
    lead: 'With RELAY_API_TOKEN you may do everything, with RELAY_VIEWER_TOKEN look.',
    token: 'Token',
    show: 'Show the token',
    enter: 'Log in',
    out: 'Log out',
    wrong: 'The relay knows no such token.',
    over: 'Your session is over. Log in again.',
    tooOften: (seconds: number) => `Too many tries. Wait ${count(seconds, 'second')}.`,
  },
  viewer: 'Looks only',
  viewerHint: 'You came with the token that looks: nothing can be changed with it.',
  verdicts: VERDICTS,
  whys: WHYS,
  levels: { trouble: 'Trouble', notice: 'Waiting', well: 'Well', rest: 'Resting' },
  /** The sentence at the top. */
  lead: {
    loading: 'Asking the relay …',
    lost: 'The relay does not answer.',
    lostWayOut: 'What you see is from before. This page comes back by itself once it does.',
    unknown: 'The relay cannot read its ledger.',
    unknownWayOut: 'Is Redis up? What you see is from before.',
    noCollector: 'Nothing is heard: no collector runs.',
    noReporter: 'Nothing reaches MetaStudio: no reporter runs.',
    startOne: 'Start one: live-relay start.',
    none: 'No bridge yet.',
    noneWayOut: 'A bridge carries what viewers do in a chat to the virtual human.',
    all: (n: number) =>
      n === 1
        ? 'All is well: the bridge hears its room.'
        : `All is well: all ${n} bridges hear their rooms.`,
    allRest: 'All is well: nothing has to run now.',
    some: (well: number, all: number) => `Nothing needs you. ${well} of ${all} bridges hear.`,
    waits: (n: number) => (n === 1 ? 'One waits.' : `${n} wait.`),
    waitsFor: (name: string, says: string) => `${name}: ${says}.`,
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
    dropped: 'Dropped',
    trend: (rate: string) => `Events in over five minutes, now ${rate} a second`,
    liveJob: 'live',
    ofRows: (n: number, all: number) => `${n} of ${all}`,
  },
  because: (says: string, why: string) => `${says} (${why})`,
  comma: ', ',
  ago: (text: string) => `${text} ago`,
  now: 'now',
  units: { s: 's', min: 'min', h: 'h', d: 'd' },
  failed: 'That did not work.',
  tryAgain: 'Try again',
};

export type Texts = typeof en;
