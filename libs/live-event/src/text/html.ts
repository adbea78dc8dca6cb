/** Longer HTML is cut before it is read, in characters: no comment comes close. */
export const HTML_LENGTH_MAX = 65_536;

/**
 * The text of a chat message that a platform sends as HTML: tags are removed, an image (an emote)
 * becomes its `alt`, a line break or the end of a block a space, and the common entities become
 * characters. Text that is no tag stays: `1 < 2`, `I <3 this`. Only for platforms that send HTML:
 * on others a `<` is literal. One pass, in linear time. The result still goes through {@link
 * cleanText}; it is text, and not safe to put into a page.
 */
export function stripHtml(html: string): string {
  const bounded = html.length > HTML_LENGTH_MAX ? html.slice(0, HTML_LENGTH_MAX) : html;
  const text = bounded.includes('<') ? withoutTags(bounded) : bounded;
  return text.includes('&') ? text.replace(ENTITY, decodeEntity) : text;
}

function withoutTags(html: string): string {
  let out = '';
  let at = 0;
  let quotesCount = true;
  for (;;) {
    const start = html.indexOf('<', at);
    if (start === -1) return out + html.slice(at);
    if (!isTagStart(html, start)) {
      out += html.slice(at, start + 1);
      at = start + 1;
      continue;
    }
    let end = tagEnd(html, start, quotesCount);
    if (end === -1 && quotesCount) {
      // A quote that never closes. From here on quotes are ignored: searching for the end of each
      // tag up to the end of the text again would take quadratic time.
      quotesCount = false;
      end = tagEnd(html, start, false);
    }
    if (end === -1) return out + html.slice(at);
    const tag = html.slice(start, end);
    out += html.slice(at, start) + shown(tag);
    at = afterUnshown(html, tag, end);
  }
}

function isTagStart(html: string, start: number): boolean {
  const next = html[start + 1] === '/' ? html.charCodeAt(start + 2) : html.charCodeAt(start + 1);
  const lower = next | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || html.startsWith('!--', start + 1);
}

/** The index after the tag; -1 if it does not end. */
function tagEnd(html: string, start: number, quotesCount: boolean): number {
  if (html.startsWith('!--', start + 1)) {
    const end = html.indexOf('-->', start + 4);
    return end === -1 ? html.length : end + 3;
  }
  if (!quotesCount) return html.indexOf('>', start) + 1 || -1;
  for (let at = start + 1; at < html.length; at++) {
    const char = html[at];
    if (char === '>') return at + 1;
    if (char === '"' || char === "'") {
      at = html.indexOf(char, at + 1);
      if (at === -1) return -1;
    }
  }
  return -1;
}

/** What a reader sees in place of a tag. */
function shown(tag: string): string {
  const name = TAG_NAME.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (name === 'img') {
    const alt = ALT.exec(tag);
    return alt?.[1] ?? alt?.[2] ?? alt?.[3] ?? '';
  }
  return BREAKS.has(name) ? ' ' : '';
}

/** Skips the content of scripts and styles. */
function afterUnshown(html: string, tag: string, end: number): number {
  const closing = /^<(script|style)\b/i.exec(tag)?.[1]?.toLowerCase();
  if (closing === undefined) return end;
  const found = html.slice(end).search(closing === 'script' ? /<\/script/i : /<\/style/i);
  return found === -1 ? html.length : end + found;
}

function decodeEntity(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? entity;
  const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
  return code === 0 || code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code);
}

const TAG_NAME = /^<\/?([a-z][a-z0-9]{0,15})/i;
const ALT = /[\s"'/]alt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const BREAKS = new Set(['br', 'p', 'div', 'li', 'ul', 'ol', 'tr', 'td', 'hr']);
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['middot', '·'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
  ['euro', '€'],
  ['pound', '£'],
  ['yen', '¥'],
  ['times', '×'],
]);
