import { makeGift, makeUser, textOf, TEXT_LENGTH_DEFAULT, type LiveEvent } from '#live-event';
import { randomBytes } from 'node:crypto';

/** The types of which an event can be sent as if a viewer had done it. */
export const TEST_TYPES = ['comment', 'enter', 'like', 'gift', 'follow'] as const;
export type TestEvent = Extract<LiveEvent, { type: (typeof TEST_TYPES)[number] }>;

/** What is known of a test event; what is absent says in its place that it is one. */
export interface TestEventParts {
  readonly type: TestEvent['type'];
  /** What a comment says. */
  readonly text?: string | undefined;
  /** The name of the viewer. */
  readonly user?: string | undefined;
  readonly gift?: string | undefined;
  /** How many gifts. */
  readonly count?: number | undefined;
}

/**
 * A test event. No other event has the id of its user.
 *
 * @returns `undefined` where nothing is left of its text once that is cleaned.
 */
export function testEventOf({
  type,
  text: written = TEXT,
  user: userName = NAME,
  gift = NAME,
  count = 1,
}: TestEventParts): TestEvent | undefined {
  const text = textOf(written, TEXT_LENGTH_DEFAULT);
  if (text === '') return undefined;
  const user = makeUser('test', { id: randomBytes(6).toString('hex'), name: userName })!;
  if (type === 'comment') return { type, user, text };
  if (type !== 'gift') return { type, user };
  return { type, user, gift: makeGift({ name: gift, count }) };
}

const NAME = 'live-relay';
const TEXT = '测试弹幕 test comment';
