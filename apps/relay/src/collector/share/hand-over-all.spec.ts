import { handOverAll } from './hand-over-all.js';

/** A collector that stops, and others that take a number of bridges at a time. */
class Leaver {
  readonly patienceMs = 0;
  onTheirWay = 0;
  given = 0;
  offered = 0;

  constructor(
    public held: number,
    readonly atATime: number,
    /** How many of the offers are not taken up. */
    private lost = 0,
  ) {}

  readonly offer = async (): Promise<number> => {
    const left = this.held - this.onTheirWay;
    const some = Math.min(left, this.atATime - this.onTheirWay);
    this.offered += some;
    this.onTheirWay += some;
    return left;
  };

  readonly goOn = async (): Promise<number> => {
    const runOut = Math.min(this.lost, this.onTheirWay);
    this.lost -= runOut;
    const taken = this.onTheirWay - runOut;
    this.onTheirWay = 0;
    this.held -= taken;
    this.given += taken;
    return this.onTheirWay;
  };
}

const redisIsAway = async (): Promise<number> => Promise.reject(new Error('away'));

describe('a collector that stops', () => {
  it('hands over all that it has, however few others take at a time', async () => {
    const leaver = new Leaver(100, 40);
    await handOverAll(leaver);
    expect([leaver.given, leaver.offered]).toEqual([100, 100]);
  });

  it('offers again what nobody took up', async () => {
    const leaver = new Leaver(20, 40, 7);
    await handOverAll(leaver);
    expect([leaver.given, leaver.offered]).toEqual([20, 27]);
  });

  it('ends at once where nobody may take anything, or Redis is away and is not waited for', async () => {
    const alone = new Leaver(0, 40);
    await handOverAll(alone);
    const away = new Leaver(20, 40);
    await handOverAll({ offer: redisIsAway, goOn: away.goOn, patienceMs: 0 });
    expect([alone.offered, away.given]).toEqual([0, 0]);
  });

  it('waits for Redis where a bridge is on its way, which may be given already', async () => {
    const leaver = new Leaver(20, 40);
    let asked = 0;
    const offer = async (): Promise<number> => (++asked > 1 ? leaver.offer() : redisIsAway());
    const goOn = async (): Promise<number> => (asked > 1 ? leaver.goOn() : 1);
    await handOverAll({ offer, goOn, patienceMs: 0 });
    expect(leaver.given).toBe(20);
  });

  it('waits for a Redis that is away as it begins, but not for ever', async () => {
    const leaver = new Leaver(20, 40);
    let asked = 0;
    const offer = async (): Promise<number> => (++asked > 2 ? leaver.offer() : redisIsAway());
    await handOverAll({ offer, goOn: leaver.goOn, patienceMs: 60_000 });
    expect([leaver.given, asked > 2]).toEqual([20, true]);
    const away = new Leaver(20, 40);
    await handOverAll({ offer: redisIsAway, goOn: away.goOn, patienceMs: 300 });
    expect(away.given).toBe(0);
  });
});
