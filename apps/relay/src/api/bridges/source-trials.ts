import type { IncomingMessage } from 'node:http';
import type { BridgeConfig } from '#config';
import type { SourceDefinition } from '#platforms';
import { Problem } from '../../console/problems/problem.js';
import type { GuardedNetwork } from '../../network/guarded-network.js';
import type { SourceNetwork } from '../../network/source-network.js';
import type { ShownWords } from '../../trail/shown-words.js';
import { invalid } from '../json-body.js';
import { trySource, type Trial, type TrialBounds } from './source-trial.js';

/** How many sources one process tries at a time. */
const TRIALS_MAX = 4;

export interface SourceTrialsParts {
  readonly sources: { get(type: string): SourceDefinition | undefined };
  /** For bridges of the file, which the operator wrote. */
  readonly network: Pick<SourceNetwork, 'fetch' | 'agentFor' | 'close'>;
  /** For all others. */
  readonly guarded: Pick<GuardedNetwork, 'fetch' | 'agentFor'>;
  readonly words: ShownWords;
}

/** Tries sources, a few at a time. */
export class SourceTrials {
  readonly #parts: SourceTrialsParts;
  #running = 0;

  constructor(parts: SourceTrialsParts) {
    this.#parts = parts;
  }

  async close(): Promise<void> {
    await this.#parts.network.close();
  }

  /** Ends early where the caller leaves. @throws {Problem} */
  async run(
    { source }: BridgeConfig,
    bounds: TrialBounds,
    request: IncomingMessage,
    isOfFile = false,
  ): Promise<Trial> {
    const { sources } = this.#parts;
    const network = isOfFile ? this.#parts.network : this.#parts.guarded;
    const protocol = sources.get(source.type)?.protocol?.(source.options, network);
    if (protocol === undefined) {
      const detail = 'is pushed to the relay: there is nothing to connect to';
      throw invalid([{ pointer: '/spec/source/type', detail }]);
    }
    if (this.#running >= TRIALS_MAX) {
      const headers = { 'retry-after': '10' };
      throw new Problem('too-many-trials', `At most ${TRIALS_MAX} are.`, { headers });
    }
    const gone = new AbortController();
    const left = (): void => gone.abort();
    request.socket.once('close', left);
    this.#running++;
    try {
      const options = { agentFor: network.agentFor };
      const terms = { ...bounds, showsWords: this.#parts.words.areShown };
      return await trySource(protocol, terms, options, gone.signal);
    } finally {
      request.socket.off('close', left);
      this.#running--;
    }
  }
}
