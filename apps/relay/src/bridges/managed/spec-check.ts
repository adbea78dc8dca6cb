import { boundsProblem, isSameSource, type BridgeSpec, type PlainJson } from '#bridge';
import type { BridgeConfig } from '#config';
import type { AddressCheck, AskedHosts } from './address-check.js';
import type { ApiBridge, ApiBridgeStore } from './api-bridge-store.js';
import { done, invalid, together, type Managed } from './managed.js';
import { LEADS_ELSEWHERE, NO_BLOCK } from './refusals.js';
import type { SpecProblem, SpecSeal } from './spec-seal.js';
import { leadsNowhereElse } from './source-addresses.js';
import { isPlainBlock } from './spec-paths.js';

/** A spec that is sound by itself: what it is beside other bridges is judged elsewhere. */
export interface SoundSpec {
  /** With its secrets sealed, as it is stored. */
  readonly stored: BridgeSpec;
  readonly config: BridgeConfig;
  /** The bridge whose spec it replaces. */
  readonly before: ApiBridge | undefined;
  /** Whether its source is another than before. */
  readonly hasOtherSource: boolean;
  /** Addresses that it may not lead to, told together with what is wrong beside other bridges. */
  readonly refusedAddresses: readonly SpecProblem[];
}

export interface SpecCheckParts {
  readonly api: Pick<ApiBridgeStore, 'compile'>;
  readonly seal: SpecSeal;
  readonly addresses: AddressCheck;
}

/** Checks specs that came through the API, each by itself. */
export class SpecCheck {
  readonly #parts: SpecCheckParts;

  constructor(parts: SpecCheckParts) {
    this.#parts = parts;
  }

  /** @param asked shared by specs that are checked together. */
  async check(
    given: unknown,
    before: ApiBridge | undefined,
    asked?: AskedHosts,
  ): Promise<Managed<SoundSpec>> {
    const bounds = boundsProblem(given);
    if (bounds !== undefined) return invalid({ pointer: '', detail: bounds });
    if (!isPlainBlock(given as PlainJson)) return invalid(NO_BLOCK);
    const { api, seal, addresses } = this.#parts;
    const { name, ...rest } = given as Readonly<Record<string, PlainJson>>;
    const spec = { ...rest, name } as BridgeSpec;
    const { plain, stored, kept, problems: notTaken } = seal.take(spec, before?.record.spec);
    const compiled = api.compile(plain);
    const problems = together(notTaken, compiled.problems);
    const { config } = compiled;
    if (config === undefined || problems.length > 0) return invalid(...problems);
    const leadsElsewhere = before?.config === undefined || !leadsNowhereElse(config, before.config);
    if (kept.length > 0 && leadsElsewhere) {
      return invalid(...kept.map((pointer) => ({ pointer, detail: LEADS_ELSEWHERE })));
    }
    const hasOtherSource = before === undefined || !isSameSource(before.record.spec, stored);
    const refusedAddresses = await addresses.problemsOf(config, asked);
    return done({ stored, config, before, hasOtherSource, refusedAddresses });
  }
}
