import { cleanText } from '#live-event';

/**
 * Makes a text from outside (an error code, a close reason, MetaStudio's words) safe for a log
 * line: no control characters, so that it cannot forge a line or steer a terminal; no queries of
 * URLs, which hold keys; at most `lengthMax` characters.
 */
export function logText(text: string, lengthMax = LENGTH_MAX): string {
  return cleanText(text.slice(0, SCANNED_MAX).replace(QUERY, '$1?…'), lengthMax);
}

const LENGTH_MAX = 200;
/** Text beyond this would be cut off anyway after the queries are removed. */
const SCANNED_MAX = 4096;
const QUERY = /(\b[a-z][a-z0-9+.-]{0,15}:\/\/[^\s?]{0,2048})\?\S*/gi;
