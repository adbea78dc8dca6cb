import { RoundTrips } from './round-trips.js';

describe('round trips', () => {
  it('are over with the answer to a later one: a server may leave out those before it', async () => {
    const trips = new RoundTrips();
    const marks: number[] = [];
    const begin = async (): Promise<void> => trips.begin((mark) => marks.push(mark) > 0);
    const [first, second, third] = [begin(), begin(), begin()];
    expect(marks).toEqual(marks.toSorted((a, b) => a - b));
    trips.answered(marks[1]!);
    await Promise.all([first, second]);
    expect(await Promise.race([third.then(() => 'over'), Promise.resolve('open')])).toBe('open');
    trips.end();
    await third;
  });

  it('have marks of which no two links have the same, since links may share a socket', async () => {
    const marks: number[] = [];
    for (const trips of [new RoundTrips(), new RoundTrips(), new RoundTrips()]) {
      await trips.begin((mark) => {
        marks.push(mark);
        return false;
      });
    }
    expect(new Set(marks).size).toBe(3);
  });
});
