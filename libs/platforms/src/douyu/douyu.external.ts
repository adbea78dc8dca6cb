/**
 * The types of Douyu's messages that are events, with the fields that are read. All values are
 * text; any field may be missing.
 *
 * - `chatmsg`: `cid` its id, `txt`, `cst` its time in ms, sometimes in s.
 * - `dgb`: a gift, `gfid` its id, `gfn` its name in some versions, `gfcnt` how many this message
 *   gives, `hits` the running count of the combo.
 * - `comm_chatmsg`: a comment that was paid for (高能弹幕), as a message in a message: `chatmsg` is
 *   STT again. `crealPrice` or `cprice` its price in fen, `vrid` its id, `now` its time in ms.
 *   `btype` is `voiceDanmu` or missing: another (`pandora`) holds no comment.
 * - `dfobc`, `dfrbc`: somebody is a diamond fan (钻粉) for the first time, or again: `mn` months,
 *   which cost `price` together, in fen. Older versions call them `odfbc` and `rndfbc`, and may tell
 *   neither.
 * - `anbc`, `rnewbc`: somebody is a noble (贵族) of the level `nl` for the first time, or again, for
 *   the streamer of the room `drid`; high ones are told to all rooms. `ts` its time in s, `gvuid` and
 *   `gvnk` who pays, where it is another.
 * - `uenter`: an entry.
 *
 * Of all: `uid` (`hashid` in the official version of the protocol), `nn` the name, `level`
 * the user's, `bnn` and `bl` the fan badge and its level;
 * `diaf` is 1 of a diamond fan of the badge's room;
 * of diamond fans `nick`, `bn` and `fl`; of nobles `unk` is the name. `rid` is the room that is read,
 * or 0.
 */
export const TYPE = {
  comment: 'chatmsg',
  gift: 'dgb',
  paidComment: 'comm_chatmsg',
  diamondFan: 'dfobc',
  diamondFanAgain: 'dfrbc',
  diamondFanOlder: 'odfbc',
  diamondFanAgainOlder: 'rndfbc',
  noble: 'anbc',
  nobleAgain: 'rnewbc',
  enter: 'uenter',
  /** The stream begins (`ss` 1) or ends (0). */
  state: 'rss',
} as const;

/** The kind of `comm_chatmsg` that contains a comment. */
export const SPOKEN = 'voiceDanmu';

/** The titles of the nobles' levels. */
export const NOBLE_TITLES: ReadonlyMap<string, string> = new Map([
  ['1', '骑士'],
  ['2', '子爵'],
  ['3', '伯爵'],
  ['4', '公爵'],
  ['5', '国王'],
  ['6', '皇帝'],
  ['7', '游侠'],
  ['8', '超级皇帝'],
  ['9', '幻神'],
]);

/** The group of a room that receives all messages. */
export const ALL_MESSAGES = '-9999';
