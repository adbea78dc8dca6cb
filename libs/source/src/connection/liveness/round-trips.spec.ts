import { randomUUID } from 'node:crypto';
import { RoundTrips } from './round-trips.js';

/** The round trips of a link to a server that nobody knows yet, and the marks of its pings. */
function linkTo(url = `ws://${randomUUID()}:80/`, answerMs = 60_000) {
  const trips = new RoundTrips(url, answerMs);
  const marks: number[] = [];
  const begin = async (): Promise<boolean> => trips.begin((mark) => marks.push(mark) > 0);
  return { url, trips, marks, begin };
}

async function isOver(trip: Promise<boolean>): Promise<boolean> {
  return Promise.race([
    trip.then(() => true),
    new Promise<boolean>((no) => setImmediate(no, false)),
  ]);
}

describe('round trips', () => {
  it('are over with the answer to a later one: a server may leave out those before it', async () => {
    const { trips, marks, begin } = linkTo();
    const [first, second, third] = [begin(), begin(), begin()];
    expect(marks).toEqual(marks.toSorted((a, b) => a - b));
    trips.answered(marks[1]!);
    await Promise.all([first, second]);
    expect(await isOver(third)).toBe(false);
    trips.end(false);
    await third;
  });

  it('have marks of which no two links have the same, since links may share a socket', async () => {
    const links = [linkTo(), linkTo(), linkTo()];
    const open = links.map(async ({ begin }) => begin());
    expect(new Set(links.flatMap(({ marks }) => marks)).size).toBe(3);
    for (const { trips } of links) trips.end(false);
    await Promise.all(open);
  });

  it('are over at once, on any link, after a server has left one unanswered, until it answers', async () => {
    const { url, trips, begin, marks } = linkTo(undefined, 20);
    const other = linkTo(`${url}another/room`);
    const open = other.begin();
    await begin();
    await begin();
    await other.begin();
    expect([marks.length, other.marks.length, await isOver(open)]).toEqual([1, 1, false]);
    // Late is not never.
    trips.answered(marks[0]!);
    const next = other.begin();
    expect([await isOver(next), other.marks.length]).toEqual([false, 2]);
    other.trips.end(false);
    await Promise.all([open, next]);
  });

  it('that ended with their link, or could not be asked, tell nothing of the server', async () => {
    const { trips, begin, marks } = linkTo();
    const ended = begin();
    trips.end(false);
    await ended;
    await trips.begin(() => false);
    const next = begin();
    expect(marks).toHaveLength(2);
    trips.end(false);
    expect(await next).toBe(false);
  });

  it('are over at once after a server has ended a link before its answer: it may have done so for the ping', async () => {
    const { url, trips, begin, marks } = linkTo();
    trips.end(true);
    const ended = begin();
    trips.end(true);
    expect(await ended).toBe(false);
    const next = linkTo(url);
    expect([await next.begin(), next.marks, marks.length]).toEqual([false, [], 1]);
  });

  it('are not over for answers that nobody asked for, though they count or date them', async () => {
    const { trips, begin, marks } = linkTo();
    const open = begin();
    for (const unasked of [0, 1, Date.now(), 999_999_999_999_999]) trips.answered(unasked);
    expect(await isOver(open)).toBe(false);
    trips.answered(marks[0]!);
    expect(await open).toBe(true);
  });
});
