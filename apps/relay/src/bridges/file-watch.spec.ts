import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileWatch } from './file-watch.js';

/** A folder with a file that is watched. */
class Watched {
  readonly folder = mkdtempSync(join(tmpdir(), 'live-event-relay-watch-'));
  readonly file = join(this.folder, 'relay.yaml');
  told = 0;
  #watch: FileWatch | undefined;

  async begin(): Promise<this> {
    this.#watch = new FileWatch(this.file, () => this.told++);
    // Once at the beginning: it may have changed before it was watched.
    await this.tells(1);
    return this;
  }

  async tells(times: number): Promise<number> {
    const until = performance.now() + 20_000;
    while (this.told < times && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.told;
  }

  end(): void {
    this.#watch?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('a file that is watched', () => {
  let watched: Watched;

  beforeEach(() => {
    watched = new Watched();
  });
  afterEach(() => {
    watched.end();
  });

  it('is noticed when written in place, and when another file is renamed over it', async () => {
    writeFileSync(watched.file, 'a');
    await watched.begin();
    appendFileSync(watched.file, 'b');
    expect(await watched.tells(2)).toBe(2);
    writeFileSync(`${watched.file}.tmp`, 'c');
    renameSync(`${watched.file}.tmp`, watched.file);
    expect(await watched.tells(3)).toBe(3);
  });

  it('is noticed when deleted, and when created again', async () => {
    writeFileSync(watched.file, 'a');
    await watched.begin();
    rmSync(watched.file);
    expect(await watched.tells(2)).toBe(2);
    writeFileSync(watched.file, 'a');
    expect(await watched.tells(3)).toBe(3);
  });

  it('is noticed when a symbolic link in its path is swapped, as Kubernetes does', async () => {
    const { folder, file } = watched;
    for (const version of ['..1', '..2']) {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, 'relay.yaml'), version);
    }
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync(join('..data', 'relay.yaml'), file);
    await watched.begin();
    symlinkSync('..2', join(folder, '..data.tmp'));
    renameSync(join(folder, '..data.tmp'), join(folder, '..data'));
    rmSync(join(folder, '..1'), { recursive: true });
    expect(await watched.tells(2)).toBe(2);
  });

  it('is noticed in a busy folder, and other files there are not', async () => {
    writeFileSync(watched.file, 'a');
    const noise = setInterval(() => {
      appendFileSync(join(watched.folder, 'relay.log'), 'a line\n');
    }, 5);
    try {
      await watched.begin();
      writeFileSync(watched.file, 'b');
      expect(await watched.tells(2)).toBe(2);
    } finally {
      clearInterval(noise);
    }
  });
});
