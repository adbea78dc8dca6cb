import { enBridge } from './en-bridge.js';
import { count } from './en-count.js';
import { en } from './en.js';

/** The texts of pages where something is done: adding, actions on many, dead letters, settings. */
export const enPages = {
  ...enBridge,
  told: en.told,
  /** Between the parts of a list. */
  listed: ', ',
  kinds: {
    comment: 'says',
    enter: 'enters',
    like: 'likes',
    gift: 'gives',
    follow: 'follows',
    viewers: 'viewers',
    raw: 'other',
  } as Readonly<Record<string, string>>,
  bulk: {
    chosen: (n: number) => `${n} chosen`,
    ofFile: (n: number) => `${n} of them written in the file: change those there`,
    none: 'Choose none',
    act: {
      pause: (n: number) => `Pause ${n}`,
      resume: (n: number) => `Resume ${n}`,
      delete: (n: number) => `Delete ${n}`,
    },
    asks: {
      pause: (n: number) => `Pause ${count(n, 'bridge')}?`,
      resume: (n: number) => `Resume ${count(n, 'bridge')}?`,
      delete: (n: number) => `Delete ${count(n, 'bridge')}?`,
    },
    says: {
      pause: 'Nothing is heard there until they are resumed.',
      resume: 'They connect again, each within a moment.',
      delete: 'This cannot be undone. What waits is still reported.',
    },
    did: {
      pause: (n: number) => `${count(n, 'bridge')} paused.`,
      resume: (n: number) => `${count(n, 'bridge')} resumed.`,
      delete: (n: number) => `${count(n, 'bridge')} deleted.`,
    },
    failed: (n: number, name: string, why: string) => `${n} were not done. ${name}: ${why}`,
    left: (n: number) => `Stopped: ${count(n, 'bridge')} left as before.`,
    andMore: (n: number) => `and ${n} more`,
  },
  add: {
    heading: 'Add a bridge',
    changeHeading: (name: string) => `Change ${name}`,
    pick: 'Which chat is to be heard?',
    find: 'Find a platform or tool',
    noneFound: 'Nothing is called that. Whatever sends JSON can be read by push or websocket.',
    groups: { world: 'Worldwide', china: 'China', own: 'Your own' },
    way: {
      platforms: 'platforms',
      key: 'key',
      mapping: 'mapping',
      relay: 'relay',
      human: 'virtual human',
    },
    otherSource: 'Another chat',
    source: 'The chat',
    room: 'The live room in MetaStudio',
    name: 'The bridge',
    nameHelp: '1 to 64 of a-z, 0-9, - _ and ., beginning with a letter or digit',
    more: 'More settings',
    moreOfSource: 'More about this chat',
    notValid: (help: string) => (help === '' ? 'This is not valid.' : `Not valid. Wanted: ${help}`),
    between: (least: string, most: string) => `${least} to ${most}`,
    missing: (help: string) => (help === '' ? 'This is needed.' : `This is needed: ${help}`),
    seeFields: 'Something is not right yet: it is marked above.',
    noneTicked: 'None is ticked: every event is dropped.',
    sealed: 'kept as it is',
    notJson: 'This is no JSON yet.',
    notNumber: 'This is no number yet.',
    project: 'Project',
    roomSearch: 'Find a room',
    roomsAsked: 'Asking MetaStudio …',
    moreRooms: 'MetaStudio has more: type a part of the name above.',
    noRooms: 'MetaStudio has no such room.',
    roomId: 'Room id',
    roomIdHelp: 'Pick a room above, or paste its id from MetaStudio.',
    roomIdAlone: 'Paste its id from MetaStudio.',
    roomMissing: 'A room is needed: pick one above, or paste its id from MetaStudio.',
    noJob: 'never live',
    jobStates: {
      PROCESSING: 'live',
      WAITING: 'starts',
      SUCCESS: 'was live',
      FAILED: 'failed',
      CANCELED: 'was cancelled',
      NULL: 'never live',
    } as Readonly<Record<string, string>>,
    test: 'Try it',
    testing: (seconds: number) => `Listening, ${seconds} s at most …`,
    works: (n: number) => `It works. The first ${count(n, 'event')}:`,
    silent: (frames: number) =>
      `Connected; ${count(frames, 'message')}, no event yet. A quiet room looks the same.`,
    notConnected: (why: string) =>
      `It could not connect: ${why}. Is the far end running, and the address right?`,
    /** The codes of the system for a failed connection. */
    codes: {
      ECONNREFUSED: 'nobody listens there',
      ENOTFOUND: 'there is no host of that name',
      EAI_AGAIN: 'the name of the host cannot be looked up',
      ETIMEDOUT: 'no answer in time',
      ECONNRESET: 'the far end broke it off',
      EHOSTUNREACH: 'there is no way to the host',
      ENETUNREACH: 'there is no way to the host',
    } as Readonly<Record<string, string>>,
    roomWrong: 'This is no room id: 1 to 64 letters, digits, - or _.',
    notUnderstood: (n: number) => `${count(n, 'message')} could not be read.`,
    inbound: (url: string) =>
      `Events are to be sent to ${url}, or to that path of a collector where collectors run apart.`,
    save: 'Add the bridge',
    saveChange: 'Keep the change',
    added: (name: string) => `${name} is added.`,
    changed: (name: string) => `${name} is changed.`,
  },
  preview: {
    heading: (name: string) => `Try filters of ${name}`,
    ofFile:
      'It is written in the file, so nothing is changed here: see what a filter would have done, then write it there.',
    forFile: 'To take it over, write this below the bridge in the file:',
    button: 'Preview on the last ten minutes',
    nothing: 'Change a filter or what is chosen to see what it would have done.',
    none: 'No event of the last ten minutes is kept to try it on.',
    same: (n: string) => `It would have changed nothing of ${n} events.`,
    of: (n: string) => `What would have become of ${n} events of the last ten minutes:`,
    became: 'What became of them',
    before: 'as it is',
    after: 'changed',
    reported: 'Reported',
    more: (n: number) => `and ${n} more`,
  },
  testEvent: {
    button: 'Send a test event',
    heading: 'Send a test comment?',
    says: 'MetaStudio has no test events: the virtual human may answer it, and viewers hear that.',
    comment: 'What the comment says',
    text: 'A test comment',
    send: 'Send it',
    sent: 'Sent. It is reported like every other comment.',
    dropped: (why: string) => `It goes no further: ${why}.`,
  },
  letters: {
    heading: 'Dead letters',
    lead: 'Events that MetaStudio refused. Mend the reason, then send them again.',
    none: 'There are none.',
    shown: (n: string, all: string) => `${n} of ${all} are shown: the oldest of each room.`,
    look: 'Look',
    replay: 'Send again',
    drop: 'Give up',
    export: 'Save all as a file',
    replayAll: (n: number) => `Send ${n} again`,
    dropAll: (n: number) => `Give ${n} up`,
    asks: {
      replay: (n: number) => `Send ${count(n, 'event')} again?`,
      drop: (n: number) => `Give ${count(n, 'event')} up?`,
    },
    says: {
      replay: 'They stand behind what waits already.',
      drop: 'This cannot be undone, and counts as dropped.',
    },
    did: {
      replay: (n: number, left: number) =>
        left === 0 ? `${count(n, 'event')} sent again.` : `${n} sent again, ${left} left.`,
      drop: (n: number, _left: number) => `${count(n, 'event')} given up.`,
    },
  },
  settings: {
    heading: 'Settings',
    who: (role: string, via: string) => `You are ${role}, ${via}.`,
    roles: { operator: 'an operator', viewer: 'a viewer' },
    vias: {
      session: 'logged in with a token',
      bearer: 'with a token',
      loopback: 'on this machine, where no token is asked for',
    },
    /** Names of authors who have no name of their own. */
    by: { loopback: 'on this machine' } as Readonly<Record<string, string>>,
    yesNo: ['yes', 'no'] as readonly [string, string],
    exportApi: 'Bridges made here, as YAML',
    exportAll: 'All bridges, as YAML',
    api: 'For programs: the API',
    fromFile:
      'They are written in the file and the environment, and need a restart. Secrets are not shown.',
    dock: {
      heading: 'As a dock in OBS',
      lead: 'Docks → Custom Browser Docks. A dock has cookies of its own, so it is let in by a link that works once.',
      leadOpen: 'Docks → Custom Browser Docks, with this address:',
      viewer: 'Link that looks',
      operator: 'Link that may change things',
      address: 'Address of the dock',
      copy: 'Copy',
      copied: 'Copied.',
      once: (minutes: number) =>
        `Opens once, within ${count(minutes, 'minute')}. Show it to nobody else.`,
    },
    audit: 'Who changed what',
    auditNone: 'Nobody changed anything yet.',
  },
  why: {
    heading: 'Why not?',
    lead: "Type a viewer's name or a part of what was written in the last ten minutes.",
    find: 'Name or text',
    none: 'Nobody of that name, and no such text, in the last ten minutes (of a busy room with several bridges: fewer).',
    notKept:
      'Nothing is told of the last ten minutes: no event came, or the relay keeps no trail. With trail: on in its file, and a new start, it keeps one of every room.',
    notShown:
      'What viewers write is not shown here: an operator can switch it on (console.showEvents).',
    untold: (n: number) => `${n} came too fast to be told one by one.`,
    live: 'Events as they pass',
    noneYet: 'Nothing in the last ten minutes.',
    notKeptHere:
      'Nothing is told of the last ten minutes: no event came, or the relay keeps no trail of this room. With trail: on in its file, and a new start, it keeps one of every room.',
    /** Which interaction rule of the room an event meets. */
    meetings: {
      met: (rule: string) => `meets the rule ${rule}`,
      suppressed: (rule: string, seconds: number) =>
        seconds < 0
          ? `the rule ${rule} answered already, and does so once a show`
          : `the rule ${rule} answered within ${seconds} s, and keeps silent`,
      unmet: 'meets no rule: nothing answers it',
      unjudged: (rule: string) => `meets no rule that can be judged; ${rule} cannot`,
      noRule: 'no rule is for this type: nothing answers it',
    },
    byReading: "By our reading of the room's rules in MetaStudio",
    asked: (n: string) => `asked by ${n}`,
    other: (text: string) => `“${text}”`,
    states: {
      waiting: 'waits',
      choosing: 'is being chosen',
      dropped: 'dropped',
      reported: 'reached MetaStudio',
      dead: 'refused by MetaStudio',
      unknown: 'unknown',
    },
  },
};

export type PageTexts = typeof enPages;
