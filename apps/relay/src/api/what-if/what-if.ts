import type { IncomingMessage } from 'node:http';
import type { BridgeConfig, CompileContext } from '#config';
import { jsonIn } from '#live-event';
import { choiceOf } from '../../choosing/choice-policies.js';
import { targetOf } from '../../bridges/target-of.js';
import { FrameLines } from '../../recording/frame-lines.js';
import { Problem } from '../../console/problems/problem.js';
import { readBody, ReadingRoom } from '../../ingest/read-body.js';
import type { ShownWords } from '../../trail/shown-words.js';
import type { Trails } from '../../trail/trails.js';
import { compareRuns, type ChangedEvent, type ToldRun } from '../../what-if/compare-runs.js';
import { RecordedLines } from '../../what-if/recorded-lines.js';
import { runTrail } from '../../what-if/trail-run.js';
import type { Bridges } from '../bridges/bridges.js';
import { done } from '../bridges/bridge-answers.js';
import { checkedOptions, invalid, requireBounds } from '../json-body.js';
import { patchedConfig } from './patched-config.js';
import { WhatIfOptions } from './what-if.options.js';

/** An uploaded recording may be so large. */
const RECORDING_BYTES_MAX = 16 * 1024 * 1024;
const READ_WITHIN_MS = 30_000;

/** What another configuration would report of the same events. */
export interface WhatIfAnswer {
  readonly events: number;
  /** When the first and the last event came, in ms since 1970. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly isSame: boolean;
  readonly counts: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  readonly changed: readonly ChangedEvent[];
  /** How many more events change and are not shown. */
  readonly more: number;
}

export interface WhatIfParts {
  readonly bridges: Bridges;
  /** The bridges that are to run. */
  readonly configs: () => readonly BridgeConfig[];
  readonly trails: Trails;
  readonly words: ShownWords;
  readonly context: Omit<CompileContext, 'rule'>;
}

/** What bridges would report under another configuration. A process runs one at a time. */
export class WhatIf {
  readonly #parts: WhatIfParts;
  readonly #room = new ReadingRoom(RECORDING_BYTES_MAX);
  #isRunning = false;

  constructor(parts: WhatIfParts) {
    this.#parts = parts;
  }

  /**
   * Runs the events of the last minutes, with those of bridges that choose together with it.
   * @throws {Problem}
   */
  async ofTrail(name: string, { patch, changes }: WhatIfOptions): Promise<object> {
    return this.#alone(async () => {
      const { before, after } = await this.#sides(name, patch);
      const target = targetOf(before.target);
      const kept = await this.#parts.trails.kept(target);
      const others = this.#othersOf(before, after);
      const runs: ToldRun[] = [];
      for (const config of [before, after]) {
        runs.push(await runTrail([config, ...others], kept.events));
      }
      const { untold, isKept, hasWords } = kept;
      const answer = answerOf(runs[0]!, runs[1]!, changes);
      const { areShown } = this.#parts.words;
      const changed = areShown ? answer.changed : answer.changed.map(withoutWords);
      return { ...answer, changed, untold, isKept, hasWords };
    });
  }

  /**
   * Of a recording: JSON Lines as `record` writes them, behind a first line with the options.
   *
   * @throws {Problem}
   */
  async ofRecording(name: string, request: IncomingMessage): Promise<object> {
    return this.#alone(async () => {
      const body = await this.#read(request);
      const lines = [...linesOf(body)];
      const { patch, changes } = optionsOf(lines.shift());
      const { before, after } = await this.#sides(name, patch);
      const { sources } = this.#parts.bridges;
      const runs: RecordedLines[] = [];
      for (const config of [before, after]) {
        const run = new RecordedLines(config, sources.get(config.source.type)!);
        await run.give(lines);
        runs.push(run);
      }
      const { frames, strangeLines } = runs[1]!;
      return { ...answerOf(runs[0]!, runs[1]!, changes), frames, strangeLines };
    });
  }

  async #alone<T>(act: () => Promise<T>): Promise<T> {
    if (this.#isRunning) {
      const headers = { 'retry-after': '2' };
      throw new Problem('too-many-trials', 'One is being worked out.', { headers });
    }
    this.#isRunning = true;
    try {
      return await act();
    } finally {
      this.#isRunning = false;
    }
  }

  async #sides(
    name: string,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly before: BridgeConfig; readonly after: BridgeConfig }> {
    const { bridges, context } = this.#parts;
    const { spec, origin } = done(await bridges.admin.get(name));
    const running = bridges.configOf(name);
    // A paused bridge is compiled for this alone.
    const before =
      running ?? (origin === 'api' ? done(await bridges.admin.check(spec, name)) : undefined);
    if (before === undefined) throw new Problem('not-found', 'No bridge of this name is to run.');
    return { before, after: patchedConfig(before, spec, patch, context) };
  }

  /** The bridges that choose together with it, before or after the change. */
  #othersOf(...sides: readonly BridgeConfig[]): readonly BridgeConfig[] {
    const scopes = sides.map((side) => choiceOf(side)).filter((choice) => choice !== undefined);
    return this.#parts.configs().filter((config) => {
      if (config.name === sides[0]!.name) return false;
      const own = choiceOf(config);
      return scopes.some(({ target, scope }) => own?.target === target && own.scope === scope);
    });
  }

  async #read(request: IncomingMessage): Promise<Buffer> {
    const limits = { bytesMax: RECORDING_BYTES_MAX, withinMs: READ_WITHIN_MS };
    const body = await readBody(request, limits, this.#room);
    if (typeof body !== 'string') return body;
    if (body === 'too-large' || body === 'busy') {
      throw new Problem('body-too-large', `A recording has at most ${RECORDING_BYTES_MAX} bytes.`);
    }
    throw new Problem('invalid', 'The recording did not come whole in 30 seconds.');
  }
}

function withoutWords({ at, bridge, type, before, after }: ChangedEvent): ChangedEvent {
  return { at, bridge, type, before, after };
}

function* linesOf(body: Buffer): Generator<Buffer> {
  const cut = new FrameLines();
  for (const { bytes } of [...cut.push(body), ...cut.end()]) yield bytes ?? Buffer.alloc(0);
}

function optionsOf(line: Buffer | undefined): WhatIfOptions {
  const said = jsonIn(line?.toString() ?? '');
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    const detail = 'The first line must be one JSON object: {"patch": {…}}.';
    throw new Problem('body-not-json', detail);
  }
  requireBounds(said);
  if ('frame' in said) {
    throw invalid([{ pointer: '/patch', detail: 'must stand in a first line before the frames' }]);
  }
  return checkedOptions(WhatIfOptions, said as Readonly<Record<string, unknown>>);
}

function answerOf(before: ToldRun, after: ToldRun, changesMax: number): WhatIfAnswer {
  const { counts, changed, isSame } = compareRuns(before, after);
  const { events } = after;
  return {
    events: events.length,
    from: events[0]?.at,
    until: events.at(-1)?.at,
    isSame,
    counts: Object.fromEntries(counts),
    changed: changed.slice(0, changesMax),
    more: Math.max(0, changed.length - changesMax),
  };
}
