import { refuse, type Refusal } from './answer.js';

/** Refuses requests beyond a rate, as the gateway's policy does. */
export class Throttle {
  throttled = 0;
  private second = 0;
  private count = 0;

  /** @param perSecond 0: no limit. */
  constructor(private readonly perSecond: number) {}

  check(now: number): Refusal | undefined {
    if (this.perSecond === 0) return undefined;
    const second = Math.floor(now / 1000);
    if (second !== this.second) {
      this.second = second;
      this.count = 0;
    }
    if (++this.count <= this.perSecond) return undefined;
    this.throttled++;
    return throttlingRefusal(this.perSecond);
  }
}

/** The gateway's answer to too many requests, with Retry-After where one is given. */
export function throttlingRefusal(limit: number, retryAfterSeconds?: number): Refusal {
  const words = `policy user over ratelimit,limit:${limit},time:1 second`;
  const message = `The throttling threshold has been reached: ${words}`;
  if (retryAfterSeconds === undefined) return refuse(429, 'APIGW.0308', message);
  return refuse(429, 'APIGW.0308', message, { 'retry-after': String(retryAfterSeconds) });
}
