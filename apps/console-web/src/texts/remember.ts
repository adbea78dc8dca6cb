/**
 * Keeps a choice of the user in the browser, as long as it has room: other pages of the same host and port
 * may have filled it. The page goes on without.
 */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is for this time alone then.
  }
}

/** The choice that was kept; `null` where there is none, or the browser lets the page store nothing. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
