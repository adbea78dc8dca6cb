/** What one check of the doctor found. Holds no secret. */
export interface Finding {
  /** One of a closed set, such as `redis-version`. */
  readonly check: string;
  /** What was checked: a project, a room, a bridge. */
  readonly subject: string;
  /** `warn`: it works, and is worth knowing; `fail`: something has to be done. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped';
  /** What was found, in a few words. */
  readonly found: string;
  /** What to do about it. */
  readonly wayOut?: string | undefined;
}

export function ok(check: string, subject: string, found: string): Finding {
  return { check, subject, status: 'ok', found };
}

export function warn(check: string, subject: string, found: string, wayOut: string): Finding {
  return { check, subject, status: 'warn', found, wayOut };
}

export function fail(check: string, subject: string, found: string, wayOut: string): Finding {
  return { check, subject, status: 'fail', found, wayOut };
}

export function skipped(check: string, subject: string, found: string): Finding {
  return { check, subject, status: 'skipped', found };
}
