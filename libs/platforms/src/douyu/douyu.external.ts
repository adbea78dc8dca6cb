/**
 * The types of Douyu's messages that are events, with the fields that are read. All values are
 * text; any field may be missing.
 *
 * - `chatmsg`: `cid` its id, `txt`, `cst` its time in ms, sometimes in s.
 * - `dgb`: a gift, `gfid` its id, `gfn` its name in some versions, `gfcnt` how many this message
 *   gives, `hits` the running count of the combo.
 * - `comm_chatmsg`: a comment that was paid for (高能弹幕), as a message in a message: `chatmsg` is
 *   STT again. `crealPrice` or `cprice` its price in fen, `vrid` its id, `now` its time in ms.
 * - `dfobc`, `dfrbc`: somebody is a diamond fan (钻粉) for the first time, or again: `mn` months,
 *   which cost `price` together, in fen.
 * - `uenter`: an entry.
 *
 * Of all: `uid` (`hashid` in the official version of the protocol), `nn` the name, `level`
 * the user's, `bnn` and `bl` the fan badge and its level;
 * of diamond fans `nick`, `bn` and `fl`.
 */
export const TYPE = {
  comment: 'chatmsg',
  gift: 'dgb',
  paidComment: 'comm_chatmsg',
  diamondFan: 'dfobc',
  diamondFanAgain: 'dfrbc',
  enter: 'uenter',
} as const;

/** The group of a room that gets all messages. */
export const ALL_MESSAGES = '-9999';
