import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIBRARY = 'faketime/libfaketime.so.1';

/**
 * The wall clock of a child process, which a test sets while the process runs. The monotonic clock
 * is not changed. Uses Debian's `libfaketime`, which scripts/test installs.
 */
export class ShiftedClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'live-event-relay-clock-'));

  constructor() {
    this.shift(0);
  }

  /** The environment of a process that uses this clock. */
  get environment(): Readonly<Record<string, string>> {
    return {
      // libc's malloc in place of jemalloc, which reads the clock before libfaketime is ready.
      LD_PRELOAD: `${libraryOf()}:libc.so.6`,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Sets the clock this many seconds away from the real time. */
  shift(seconds: number): void {
    writeFileSync(this.#file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  }

  async stop(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.#folder, 'clock');
  }
}

function libraryOf(): string {
  const folders = ['/usr/lib', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  const library = folders.map((folder) => join(folder, LIBRARY)).find((path) => existsSync(path));
  if (library !== undefined) return library;
  throw new Error(
    'libfaketime is not there: install it (apt-get install libfaketime) or run scripts/test.',
  );
}
