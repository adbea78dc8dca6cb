import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIBRARY = 'faketime/libfaketime.so.1';

/**
 * The clock on the wall of a process of its own, which can be set while the process runs; the clock
 * that never jumps goes on as it is. Done by Debian's `libfaketime`, which scripts/test installs.
 */
export class ShiftedClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'live-event-relay-clock-'));

  constructor() {
    this.shift(0);
  }

  /** What a process is started with that goes by this clock. */
  get environment(): Readonly<Record<string, string>> {
    return {
      // libc's own malloc: jemalloc asks for the time before it can be told.
      LD_PRELOAD: `${libraryOf()}:libc.so.6`,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Sets it so many seconds away from the real time. */
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
