import type { DropKind } from '../api/contract.js';
import type { VerdictCode } from '../rows/verdict.js';

/** A sentence for a state, and the remedy where there is one. */
export interface VerdictText {
  readonly says: string;
  readonly wayOut?: string;
}

const VERDICTS: Readonly<Record<VerdictCode, VerdictText>> = {
  paused: { says: 'Paused', wayOut: 'Nothing is heard until it is resumed.' },
  unusable: {
    says: 'Cannot run as it is written',
    wayOut: 'Change what is named, or take the bridge away.',
  },
  'left-over': {
    says: 'Taken away from here; events of it still wait',
    wayOut: 'They are reported, or expire, by themselves.',
  },
  unheld: {
    says: 'No process has taken it yet',
    wayOut: 'If it stays so, look whether a relay with the role collector runs.',
  },
  elsewhere: { says: 'Not heard: another process has its name' },
  refused: {
    // By the platform, a tool, or a guard of ours: the sentence behind it says by whom.
    says: 'It is not let in',
    wayOut: 'Then it is tried anew.',
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
  connecting: {
    says: 'Connecting',
    wayOut: 'Where many begin at once, each waits for its turn.',
  },
  unaccounted: {
    says: 'Its ledger does not add up',
    wayOut: 'Keep the log, and tell whoever looks after the relay.',
  },
  'target-paused': {
    says: 'MetaStudio does not take its events: paused',
    wayOut: 'Remove the reason, then resume the room.',
  },
  'target-paused-by': { says: 'The room was paused by hand; events wait', wayOut: 'Resume it.' },
  'no-room': {
    says: 'MetaStudio has no such live room',
    wayOut: 'Pick another room, or look at whose it is.',
  },
  unreadable: {
    says: 'What Redis holds of its room cannot be read: a key holds something else',
    wayOut: 'See who else writes under redis.prefix; the runbook says how to find the key.',
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
  'answers-late': {
    says: 'Hears; answers wait to be spoken',
    wayOut:
      'Clear the answers. For fewer of them: Change, More settings, choose (comments, pace: human).',
  },
  'gifts-missing': {
    says: 'Hears comments, but no gifts',
    wayOut: 'The tool may read as a guest: give it a login.',
  },
  'heard-once': {
    says: 'Heard through one of its two connections',
    wayOut: 'The other comes back by itself. If not: does a second collector run, and reach it?',
  },
  'dead-letters': { says: 'Hears; some events were refused', wayOut: 'Look at the dead letters.' },
  quiet: { says: 'Connected; the room is quiet' },
  hears: { says: 'Hears its room' },
};

/** Texts for the relay's reasons. One that is not here is shown as it is. */
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
  silent: 'nothing was sent',
  'not-understood': 'nothing can be read',
  'room-ended': 'the room is not live',
  'room-unknown': 'the platform cannot tell the room',
  'room-refused': 'the room may not be read',
  reporting: 'it answers slowly',
  rate: 'the limit of reports a second',
  retry: 'a report is repeated',
  pace: 'its pace',
  unauthorized: 'the credential is refused',
  forbidden: 'the credential may not report',
  'wrong-project': 'the project is another',
  'wrong-endpoint': 'the address is not known',
  redirect: 'the answer leads elsewhere',
  'unexpected-status': 'an answer nobody documents',
  unsendable: 'the credential cannot be sent',
  'job-gone': 'the job has ended',
  'no-report-url': 'no address to report to',
  'refused-throughout': 'every event is refused',
  'entry-unreadable': 'the buffer cannot be read',
  'project-unknown': 'the project is not in the file',
  throttled: 'it throttles us',
  'server-error': 'it has an error of its own',
  timeout: 'no answer in time',
  reset: 'the connection broke',
  'unreadable-answer': 'its answer cannot be read',
  'credential-failed': 'no credential can be had',
  aborted: 'it was broken off',
  'job-lookup': 'its live job cannot be looked up',
  refused: 'it refuses events',
  loopback: "on the relay's machine",
};

/** What to do about a reason, where that is more than its state tells. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  unauthorized: "Check the credential, its project and the clock of the relay's machine.",
  forbidden: 'Give the user of the credential the permission for MetaStudio; is its quota used up?',
  'wrong-project': "Compare projectId with the list of projects in Huawei Cloud's console.",
  'wrong-endpoint': 'Check region or endpoint in the file.',
  redirect: 'Check endpoint in the file, and a proxy on the way.',
  'unexpected-status': 'Look for a proxy or gateway that answers instead.',
  unsendable: 'Copy the credential and appUserId anew.',
  'job-gone': 'Take jobId: auto, which follows each new run.',
  'no-report-url': 'Give auth or reportUrl in the file.',
  'refused-throughout': 'Look whether the live job takes events at all.',
  'entry-unreadable':
    'Go forward to the later version; the runbook says how to delete a damaged one.',
  'project-unknown': 'Give all reporters a file that has the project.',
  throttled: 'MetaStudio slows us down; events wait. Filters make less of it.',
  'credential-failed': "Check the network of the relay's machine and the address of IAM.",
  'job-lookup': 'Run live-relay doctor: it says why MetaStudio does not tell the live job.',
};

/** Why events are dropped. */
const DROPS: Readonly<Record<DropKind, string>> = {
  filtered_type: 'Not wanted: the type',
  filtered_user: 'Not wanted: the viewer',
  filtered_length: 'Not wanted: too short or long',
  filtered_symbols: 'Not wanted: symbols alone',
  filtered_word: 'Not wanted: a word',
  filtered_repeat: 'Not wanted: repeated',
  filtered_slow: 'An expression took too long',
  duplicate: 'Came twice',
  replayed: 'History of before',
  superseded: 'An older viewer count',
  expired: 'Too old when its turn came',
  not_chosen: 'Others were better',
  asked_before: 'The same was asked before',
  gated: 'Not of those who may',
  greeted: 'Greeted already',
  ignored_account: 'An account that is not wanted',
  gift_free: 'A free gift',
  gift_small: 'A small gift',
  streak_joined: 'Joined with its streak',
  held: 'A person spoke',
  shed: 'Too much: the buffer was full',
  shed_memory: 'Redis was nearly full',
  capped: 'More a second than wanted',
  spill: 'Redis was away',
  spill_expired: 'Redis was away too long',
  stale_lease: 'Another collector had it',
  lost_in_redis: 'Redis lost it',
  ambiguous: 'Perhaps reported; at most once is wanted',
  dead_letter_overflow: 'Dead letters: too many',
  dead_letter_expired: 'Dead letters: too old',
  dead_letter_discarded: 'Dead letters: dropped by hand',
};

/** The same for a row of the list, which has room for a word or two. */
const DROPS_IN_ROW: Readonly<Record<DropKind, string>> = {
  filtered_type: 'type',
  filtered_user: 'viewer',
  filtered_length: 'length',
  filtered_symbols: 'symbols',
  filtered_word: 'word',
  filtered_repeat: 'repeated',
  filtered_slow: 'slow filter',
  duplicate: 'came twice',
  replayed: 'history',
  superseded: 'old counts',
  expired: 'too old',
  not_chosen: 'not chosen',
  asked_before: 'asked before',
  gated: 'may not',
  greeted: 'greeted',
  ignored_account: 'account',
  gift_free: 'free gifts',
  gift_small: 'small gifts',
  streak_joined: 'streaks',
  held: 'on hold',
  shed: 'buffer full',
  shed_memory: 'Redis full',
  capped: 'too many',
  spill: 'Redis away',
  spill_expired: 'Redis away',
  stale_lease: 'moved',
  lost_in_redis: 'lost in Redis',
  ambiguous: 'uncertain',
  dead_letter_overflow: 'dead letters',
  dead_letter_expired: 'dead letters',
  dead_letter_discarded: 'dead letters',
};

/** The texts of states and their reasons. */
export const enStates = {
  verdicts: VERDICTS,
  whys: WHYS,
  waysOut: WAYS_OUT,
  thenResume: 'Then resume the room.',
  drops: DROPS,
  /** Absent where the words above are short enough. */
  dropsInRow: DROPS_IN_ROW as Readonly<Partial<Record<DropKind, string>>>,
};
