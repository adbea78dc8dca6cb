/** MetaStudio's limit on the events of one report. */
export const REPORT_EVENTS_MAX = 1000;

/** MetaStudio's largest timestamp, in ms: the end of 2099 in UTC+8. */
export const TIMESTAMP_MAX = 4_102_415_999_000;

/** A platform's clock may be this far ahead of ours before its time is not believed, in ms. */
export const CLOCK_AHEAD_MAX_MS = 60_000;

/** The default for the longest text of a comment, in characters (code points). */
export const TEXT_LENGTH_DEFAULT = 500;

/** Longest `userId`, in characters. MetaStudio documents none; ours keeps an event bounded. */
export const USER_ID_LENGTH_MAX = 128;

/** Longest name of a user, badge or gift, in characters. */
export const NAME_LENGTH_MAX = 100;

/** MetaStudio's largest number of a type. */
export const RAW_TYPE_MAX = 100;

/** The largest content of a raw event, in bytes of UTF-8. MetaStudio documents no limit. */
export const RAW_CONTENT_BYTES_MAX = 16_384;

/** A gift streak whose count has not risen for this long is over, in ms. */
export const STREAK_QUIET_MS = 60_000;

/** Largest level, count or value: what MetaStudio's `int` holds. */
export const INTEGER_MAX = 2_147_483_647;
