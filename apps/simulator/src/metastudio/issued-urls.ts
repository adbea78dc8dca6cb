import { BoundedMap } from '#bounded-map';
import { randomBytes } from 'node:crypto';

import { reportPath, type ReportPath } from './endpoints/report-path.js';

/** How the stand-in issues report URLs. */
export interface IssuedUrlOptions {
  /** `keyed`: with an `auth_key` of their own; `plain`: without, like the published examples. */
  readonly reportUrls: 'keyed' | 'plain';
  readonly urlTtlMs: number;
  /** What a refresh does to the previous URL: it stays valid until it expires, or ends at once. */
  readonly rotation: 'old-lives-on' | 'old-dies';
}

interface IssuedKey {
  readonly key: string;
  readonly expiresAt: number;
}

/** The most keys that one job keeps; forgotten ones count as expired. */
const KEYS_OF_JOB_MAX = 64;
const JOBS_MAX = 20_000;

/** Issues the report URLs of jobs, and recognises the keys in them. */
export class IssuedUrls {
  private keys = new BoundedMap<string, IssuedKey[]>(JOBS_MAX);
  private origin = '';

  constructor(private readonly options: IssuedUrlOptions) {}

  /** The origin of issued URLs: scheme, host and port of this stand-in. */
  setOrigin(origin: string): void {
    this.origin = origin;
  }

  /** The job's current URL; a fresh one if the last has expired. */
  current(path: ReportPath, now: number): string {
    const last = this.keys.get(path.jobId)?.at(-1);
    const key = last !== undefined && last.expiresAt > now ? last : this.mint(path.jobId, now);
    return this.url(path, key);
  }

  /** A fresh URL for the job; see `rotation` for the previous one. */
  refresh(path: ReportPath, now: number): string {
    if (this.options.rotation === 'old-dies') this.keys.delete(path.jobId);
    return this.url(path, this.mint(path.jobId, now));
  }

  /** Forgets all keys of a job, or of all jobs: URLs issued so far are refused from now on. */
  revoke(jobId?: string): void {
    if (jobId === undefined) this.keys = new BoundedMap(JOBS_MAX);
    else this.keys.delete(jobId);
  }

  /** Whether the stand-in issued this key for this job with this expiry, whatever the time. */
  knows(jobId: string, key: string, expiresAt: number): boolean {
    const issued = this.keys.get(jobId) ?? [];
    return issued.some((one) => one.key === key && one.expiresAt === expiresAt);
  }

  private mint(jobId: string, now: number): IssuedKey {
    const key = { key: randomBytes(32).toString('hex'), expiresAt: now + this.options.urlTtlMs };
    const issued = this.keys.get(jobId) ?? [];
    issued.push(key);
    if (issued.length > KEYS_OF_JOB_MAX) issued.shift();
    this.keys.set(jobId, issued);
    return key;
  }

  private url(path: ReportPath, { key, expiresAt }: IssuedKey): string {
    const url = `${this.origin}${reportPath(path)}`;
    if (this.options.reportUrls === 'plain') return url;
    return `${url}?auth_key=${key}&expires_time=${expiresAt}`;
  }
}
