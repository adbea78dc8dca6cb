import { idlePause } from '#timing';
import type { BridgeReading, BridgeStore, StoredBridge } from '../bridge-store.js';
import type { ApiBridge, ApiBridgeStore } from './api-bridge-store.js';

/** Tells that the records in Redis may have changed. */
export interface RecordSignal {
  follow(changed: () => void): () => void;
}

/**
 * Where there are so many bridges, the next reading waits so long after a change, in ms: hundreds
 * of changes may come one after the other, and to compare thousands takes its time.
 */
const MANY = 1000;
const LULL_MS = 200;

/** How often the store is read without a message, in ms: one may have been missed. */
const LOOK_EVERY_MS = 10_000;

export interface AllBridgesParts {
  readonly file: BridgeStore;
  readonly api: Pick<ApiBridgeStore, 'read' | 'known'>;
  readonly signal: RecordSignal;
  /** Called when Redis does not answer. */
  readonly failed: (error: Error) => void;
  readonly lookEveryMs?: number | undefined;
}

type Bridges = ReadonlyMap<string, StoredBridge>;

interface AllBridges {
  readonly file: Bridges;
  readonly api: ReadonlyMap<string, ApiBridge>;
  /** Of the two: the same map as long as neither changes. */
  readonly bridges: Bridges;
  readonly unusable: readonly string[];
}

/**
 * The bridges of the file and those made through the API. Where both have one of a name, the file's
 * runs, and that is reported as a problem. Where one of the two cannot be read, its bridges stay as
 * they were while those of the other change.
 */
export class AllBridgesStore implements BridgeStore {
  readonly #parts: AllBridgesParts;
  #file: Bridges = new Map();
  #needsRestart: readonly string[] = [];
  #refused: readonly string[] = [];
  #isFileStale = true;
  #lull: Promise<void> = Promise.resolve();
  /** What was made last of the file's bridges and the API's. */
  #all: AllBridges | undefined;

  constructor(parts: AllBridgesParts) {
    this.#parts = parts;
  }

  /** The file's, as they were when it was last read. */
  get ofFile(): Bridges {
    return this.#file;
  }

  async read(isAsked = false): Promise<BridgeReading> {
    const { api } = this.#parts;
    await this.#lull;
    await Promise.all([this.#readFile(isAsked), this.#readApi()]);
    if (this.#all?.file !== this.#file || this.#all.api !== api.known) {
      this.#all = allBridges(this.#file, api.known);
      if (api.known.size >= MANY) this.#lull = idlePause(LULL_MS);
    }
    const { bridges, unusable } = this.#all;
    const needsRestart = this.#needsRestart;
    return { ok: true, bridges, needsRestart, refused: this.#refused, unusable };
  }

  watch(changed: () => void): () => void {
    const { file, signal, lookEveryMs = LOOK_EVERY_MS } = this.#parts;
    const fileChanged = (): void => {
      this.#isFileStale = true;
      changed();
    };
    const ends = [file.watch(fileChanged), signal.follow(changed)];
    const timer = setInterval(() => changed(), lookEveryMs).unref();
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
    };
  }

  /**
   * Only once the file is unchanged for a moment: a half-written one may look whole, and lack
   * bridges.
   */
  async #readFile(isAsked: boolean): Promise<void> {
    if (!this.#isFileStale && !isAsked) return;
    this.#isFileStale = false;
    const read = await this.#parts.file.read();
    this.#refused = read.ok ? [] : read.problems;
    if (!read.ok) return;
    this.#file = read.bridges;
    this.#needsRestart = read.needsRestart;
  }

  async #readApi(): Promise<void> {
    try {
      await this.#parts.api.read();
    } catch (error) {
      this.#parts.failed(error as Error);
    }
  }
}

function allBridges(file: Bridges, api: ReadonlyMap<string, ApiBridge>): AllBridges {
  const bridges = new Map(file);
  const unusable: string[] = [];
  for (const [name, bridge] of api) {
    if (bridge.record.wanted === 'paused') continue;
    if (file.has(name)) unusable.push(shadowProblem(name));
    else if (isUsable(bridge)) bridges.set(name, bridge);
    else unusable.push(...problemsOf(name, bridge));
  }
  return { file, api, bridges, unusable };
}

/** Passed on as it is: an unchanged one is the same object. */
function isUsable(bridge: ApiBridge): bridge is ApiBridge & StoredBridge {
  return bridge.config !== undefined;
}

function shadowProblem(name: string): string {
  return `bridge ${name} of the API does not run: the file has one of this name; remove one of them`;
}

function problemsOf(name: string, { problems }: ApiBridge): string[] {
  return problems.map(({ pointer, detail }) => `bridge ${name} of the API, ${pointer}: ${detail}`);
}
