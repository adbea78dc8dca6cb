const RATIO = 1.02;
const LOWEST_MS = 0.05;
const BUCKETS = 900;

/** A histogram of latencies in fixed space; its percentiles are right to 2 %. */
export class Latencies {
  count = 0;
  maxMs = 0;
  private readonly buckets = new Uint32Array(BUCKETS);

  note(latencyMs: number): void {
    const steps = Math.log(Math.max(latencyMs, LOWEST_MS) / LOWEST_MS) / Math.log(RATIO);
    this.buckets[Math.min(BUCKETS - 1, Math.floor(steps))]!++;
    this.count++;
    if (latencyMs > this.maxMs) this.maxMs = latencyMs;
  }

  /** In ms; `null` while nothing was noted. */
  percentileMs(percent: number): number | null {
    if (this.count === 0) return null;
    let left = Math.ceil((this.count * percent) / 100);
    for (let at = 0; at < BUCKETS; at++) {
      left -= this.buckets[at]!;
      if (left <= 0) return round(Math.min(this.maxMs, LOWEST_MS * RATIO ** (at + 1)));
    }
    return round(this.maxMs);
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
