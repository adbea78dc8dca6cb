/**
 * One line of IRC, cut into its parts. Tags are left as they were sent, since only a few of the
 * twenty tags of a chat line are ever read.
 * @see https://ircv3.net/specs/extensions/message-tags.html
 */
export interface IrcLine {
  /** `;key=value;key=value`, with a leading semicolon and still escaped; or `''`. */
  readonly tags: string;
  /** The sender: the login before the `!`; `''` if the server itself speaks. */
  readonly login: string;
  /** In capitals, or three digits. */
  readonly command: string;
  /** The first parameter that is not the text: usually the channel. */
  readonly target: string;
  /** The last of several parameters, or the text after the colon, as it was typed. */
  readonly text: string;
}

/** Longer lines are not read, in UTF-16 units. Twitch's longest have some 9000. */
export const LINE_LENGTH_MAX = 16_384;

/** @returns `undefined` if the line is not IRC. Never throws; takes linear time. */
export function parseIrcLine(line: string): IrcLine | undefined {
  let at = 0;
  let tags = '';
  if (line.charCodeAt(0) === AT_SIGN) {
    const end = line.indexOf(' ');
    if (end === -1) return undefined;
    tags = `;${line.slice(1, end)}`;
    at = skipSpaces(line, end);
  }
  let login = '';
  if (line.charCodeAt(at) === COLON) {
    const end = line.indexOf(' ', at);
    if (end === -1) return undefined;
    const bang = line.indexOf('!', at);
    if (bang !== -1 && bang < end) login = line.slice(at + 1, bang);
    at = skipSpaces(line, end);
  }
  const commandEnd = endOfWord(line, at);
  const command = line.slice(at, commandEnd);
  if (!COMMAND.test(command)) return undefined;
  const targetStart = skipSpaces(line, commandEnd);
  const colon = line.indexOf(' :', commandEnd);
  if (colon !== -1 && targetStart > colon) {
    return { tags, login, command, target: '', text: line.slice(colon + 2) };
  }
  const targetEnd = endOfWord(line, targetStart);
  const target = line.slice(targetStart, targetEnd);
  const text = colon === -1 ? lastWord(line, targetEnd) : line.slice(colon + 2);
  return { tags, login, command, target, text };
}

/**
 * The value of a tag, still escaped; `''` if it is absent or empty.
 * @param key with its delimiters, `;user-id=`: built once, not once a line.
 */
export function rawTag(tags: string, key: `;${string}=`): string {
  const at = tags.indexOf(key);
  if (at === -1) return '';
  const start = at + key.length;
  const end = tags.indexOf(';', start);
  return end === -1 ? tags.slice(start) : tags.slice(start, end);
}

/** The unescaped value of a tag; `''` if it is absent or empty. */
export function tag(tags: string, key: `;${string}=`): string {
  const value = rawTag(tags, key);
  // In one pass, since `\\s` is a backslash and an s, not a space.
  return value.includes('\\') ? value.replace(ESCAPE, unescape) : value;
}

function unescape(_sequence: string, character: string): string {
  switch (character) {
    case ':':
      return ';';
    case 's':
      return ' ';
    case 'r':
      return '\r';
    case 'n':
      return '\n';
    default:
      return character;
  }
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}

/** A last parameter of one word needs no colon: bouncers and archives leave it out. */
function lastWord(line: string, from: number): string {
  const words = line.slice(from).trimEnd();
  return words.slice(words.lastIndexOf(' ') + 1);
}

function endOfWord(line: string, from: number): number {
  const end = line.indexOf(' ', from);
  return end === -1 ? line.length : end;
}

const AT_SIGN = 64;
const COLON = 58;
const SPACE = 32;
const COMMAND = /^(?:[A-Z]{1,32}|\d{3})$/;
const ESCAPE = /\\(.?)/gsu;
