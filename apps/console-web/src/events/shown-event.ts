/** An event as people read it. All texts come from viewers. */
export interface ShownEvent {
  readonly type: string;
  readonly who: string;
  readonly text: string;
  readonly count?: number;
}

const TYPES = ['', 'comment', 'enter', 'like', 'gift', 'follow', 'viewers'];

/** Reads an event as it is reported: a number for its type, and its content as a text of JSON. */
export function shownEvent(reported: unknown): ShownEvent {
  const { type, content } = blockOf(reported);
  const inner = blockOf(typeof content === 'string' ? parsed(content) : content);
  const user = blockOf(inner['user']);
  const gift = blockOf(inner['gift']);
  const shown = { type: TYPES[Number(type)] || 'raw', who: nameOf(user) };
  switch (shown.type) {
    case 'comment':
      return { ...shown, text: textOf(inner['content']) };
    case 'gift':
      return { ...shown, text: textOf(gift['giftName']), count: Number(gift['giftNum']) || 1 };
    case 'viewers':
      return { ...shown, text: textOf(inner['numberOfViewers']) };
    case 'raw':
      return { ...shown, text: typeof content === 'string' ? content : '' };
    default:
      return { ...shown, text: '' };
  }
}

/** The displayed name, or the id where the name is blank. */
function nameOf(user: Readonly<Record<string, unknown>>): string {
  const name = textOf(user['name']);
  return name.trim() === '' ? textOf(user['userId']) : name;
}

function blockOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
