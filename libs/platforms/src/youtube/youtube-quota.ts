/**
 * What is left of a day's quota. YouTube counts from midnight to midnight, Pacific time, and does
 * not tell what is left, so this process counts its own spending.
 */
export class YouTubeQuota {
  #day = '';
  #spent = 0;

  /** @param now in ms since 1970. */
  constructor(
    private readonly perDay: number,
    private readonly now: () => number,
  ) {}

  get left(): number {
    this.#renew();
    return Math.max(0, this.perDay - this.#spent);
  }

  spend(units: number): void {
    this.#renew();
    this.#spent += units;
  }

  #renew(): void {
    const day = DAY.format(this.now());
    if (day === this.#day) return;
    this.#day = day;
    this.#spent = 0;
  }
}

const ZONE = 'America/Los_Angeles';
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' });
