import type { ReviewConfig } from '#metastudio';
import type { AtMostOnce, Drain } from '#event-buffer';
import type { EventClass } from '#live-event';
import type { Secret } from '#secret';
import type { BridgeChanges, BridgeHost } from '../bridges/bridge-host.js';
import {
  parseReportTerms,
  reportTermsOf,
  type ReportTermsOfBridge,
} from '../bridges/bridge-terms.js';
import { targetOf } from '../bridges/target-of.js';
import type { StoredBridge } from '../bridges/bridge-store.js';
import type { ReportUrlVault } from '../projects/report-url-vault.js';

/** The part of a drain that knows its bridges. */
export type DrainTerms = Pick<Drain, 'target' | 'terms' | 'learnTerms'>;

/**
 * The report terms of bridges. A collector writes them beside the events, so that each reporter
 * knows them, whether or not its own file has the bridge. This process's file counts only for
 * bridges that an older version collects.
 */
export class ReportTerms implements BridgeHost {
  readonly #vault: ReportUrlVault;
  readonly #own = new Map<
    string,
    { readonly target: string; readonly terms: ReportTermsOfBridge }
  >();

  constructor(vault: ReportUrlVault) {
    this.#vault = vault;
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    for (const { config } of removed) this.#own.delete(config.name);
    for (const { after } of changed) this.#add(after);
    for (const bridge of added) this.#add(bridge);
  }

  /** The terms of a drain's target: read at each run of its job. */
  of(drain: DrainTerms): TargetTerms {
    const { target } = drain;
    const isOfTarget = (bridge: string): boolean => this.#own.get(bridge)?.target === target;
    const own = [...this.#own.keys()].filter(isOfTarget);
    return new TargetTerms(drain, own, (bridge, text) => {
      const kept = text === undefined ? undefined : parseReportTerms(text, target, this.#vault);
      return kept ?? this.#own.get(bridge)?.terms;
    });
  }

  #add({ config }: StoredBridge): void {
    this.#own.set(config.name, { target: targetOf(config.target), terms: reportTermsOf(config) });
  }
}

/** The terms that reports of one target follow. */
export class TargetTerms {
  readonly #drain: DrainTerms;
  readonly #own: readonly string[];
  readonly #termsOf: (bridge: string, text: string | undefined) => ReportTermsOfBridge | undefined;
  #atMostOnce!: AtMostOnce;
  #appUserId: string | undefined;
  #reportUrl: Secret | undefined;
  #reviewConfig: ReviewConfig | undefined;

  /** @param own the bridges of the target in this process's file. */
  constructor(
    drain: DrainTerms,
    own: readonly string[],
    termsOf: (bridge: string, text: string | undefined) => ReportTermsOfBridge | undefined,
  ) {
    this.#drain = drain;
    this.#own = own;
    this.#termsOf = termsOf;
    this.#takeIn();
  }

  /** For each bridge, the classes that are rather lost than reported twice. */
  get atMostOnce(): AtMostOnce {
    return this.#atMostOnce;
  }

  get appUserId(): string | undefined {
    return this.#appUserId;
  }

  get reportUrl(): Secret | undefined {
    return this.#reportUrl;
  }

  get reviewConfig(): ReviewConfig | undefined {
    return this.#reviewConfig;
  }

  /**
   * Takes in the terms of bridges that came since the drain began.
   *
   * @param bridges the bridges of the next report.
   * @returns whether there were any.
   */
  async learn(bridges: Iterable<string>): Promise<boolean> {
    if (!(await this.#drain.learnTerms(bridges))) return false;
    this.#takeIn();
    return true;
  }

  #takeIn(): void {
    const { terms: kept } = this.#drain;
    const atMostOnce = new Map<string, ReadonlySet<EventClass>>();
    const all: ReportTermsOfBridge[] = [];
    for (const bridge of new Set([...kept.keys(), ...this.#own])) {
      const terms = this.#termsOf(bridge, kept.get(bridge));
      if (terms === undefined) continue;
      all.push(terms);
      if (terms.atMostOnce.size > 0) atMostOnce.set(bridge, terms.atMostOnce);
    }
    // The latest first: a bridge that was removed may have left terms that its successors do not
    // have any more.
    all.sort((one, other) => other.at - one.at);
    this.#atMostOnce = atMostOnce;
    this.#appUserId = all.find(({ appUserId }) => appUserId !== undefined)?.appUserId;
    this.#reportUrl = all.find(({ reportUrl }) => reportUrl !== undefined)?.reportUrl;
    const saying = all.find(({ reviewConfig }) => reviewConfig !== undefined);
    this.#reviewConfig = saying?.reviewConfig;
  }
}
