/**
 * The types of Douyu's messages that are events, with the fields that are read. All values are
 * text; any field may be missing.
 *
 * - `chatmsg`: `cid` its id, `txt`, `cst` its time in ms, sometimes in s.
 * - `dgb`: a gift, `gfid` its id, `gfn` its name in some versions, `gfcnt` how many this message
 *   gives, `hits` the running count of the combo.
 * - `uenter`: an entry.
 *
 * Of all three: `uid` (`hashid` in the official version of the protocol), `nn` the name, `level`
 * the user's, `bnn` and `bl` the fan badge and its level.
 */
export const TYPE = { comment: 'chatmsg', gift: 'dgb', enter: 'uenter' } as const;

/** The group of a room that gets all messages. */
export const ALL_MESSAGES = '-9999';
