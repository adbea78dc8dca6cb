import {
  isTargetId,
  targetAddressOf,
  TargetTable,
  type BufferKeys,
  type BufferRedis,
  type ControlState,
  type LedgerReader,
  type ReportQueue,
} from '#event-buffer';
import { Problem } from '../../console/problems/problem.js';
import type { KnownBridge } from '../../bridges/known-bridges.js';
import { resumeTarget } from '../../reporter/upkeep/resume-target.js';
import { readReports, type RecentReport } from '../../reporter/run/recent-reports.js';
import type { LedgerStatusReader } from '../../status/ledger-status.reader.js';
import type { TargetStatus } from '../../status/relay-status.js';
import { changedMeanwhile, tagOf } from '../requests/if-match.js';
import { pageOfNames, type Page, type PageQuery } from '../requests/page.js';

/** A target, as the API gives it: its status, and what belongs to it. */
export interface TargetView extends TargetStatus {
  readonly project: string;
  readonly roomId: string;
  /** The live job, where the target is one job of the room. */
  readonly jobId?: string | undefined;
  /** The bridges that ever appended to it, and those that are configured to. */
  readonly bridges: readonly string[];
  readonly deadLetters: number;
  /** Its last reports and what came of each, the latest last. */
  readonly reports: readonly RecentReport[];
}

export interface TargetsParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly ledger: LedgerReader;
  readonly status: LedgerStatusReader;
  /** The bridges that are to run now; the same list while there are no others. */
  readonly bridges: () => readonly KnownBridge[];
}

/** The rooms and pinned jobs that events go to. May reject when Redis is away. */
export class Targets {
  readonly #parts: TargetsParts;
  #listed: {
    readonly registered: readonly string[];
    readonly wanted: readonly KnownBridge[];
    readonly names: readonly string[];
  } = { registered: [], wanted: [], names: [] };

  constructor(parts: TargetsParts) {
    this.#parts = parts;
  }

  async page(query: PageQuery): Promise<Page<TargetView>> {
    const { items, ...next } = pageOfNames(await this.#known(), query);
    return { items: await this.#views(items), ...next };
  }

  /** @throws {Problem} */
  async find(target: string): Promise<TargetView> {
    await this.mustKnow(target);
    const [view] = await this.#views([target]);
    return view!;
  }

  /** @throws {Problem} where there is no such target. */
  async mustKnow(target: string): Promise<void> {
    if ((await this.#known()).includes(target)) return;
    throw new Problem('not-found', 'No target of this name; in an address its / is %2F.');
  }

  /**
   * Sets what an operator wants of a target: reports, none, or only paid events. `running` also
   * retries at once a target that the relay itself had paused.
   *
   * @param change `revision`: see {@link tagOfTarget}. @throws {Problem}
   */
  async control(
    target: string,
    change: { readonly state: ControlState; readonly revision: string; readonly by: string },
  ): Promise<TargetView> {
    const { redis, keys, queue } = this.#parts;
    await this.find(target);
    const targets = new TargetTable(redis, keys);
    const { done, control } = await targets.control(target, change);
    if (!done) throw changedMeanwhile(tagOf(control.revision));
    if (change.state === 'running') {
      await resumeTarget(target, { targets, queue });
    }
    return this.find(target);
  }

  /** Put together again only where one of both lists is another. */
  async #known(): Promise<readonly string[]> {
    const registered = await this.#parts.ledger.targets();
    const wanted = this.#parts.bridges();
    if (registered !== this.#listed.registered || wanted !== this.#listed.wanted) {
      const names = new Set([...registered, ...wanted.map(({ target }) => target)]);
      // Somebody may have written something else there.
      this.#listed = { registered, wanted, names: [...names].filter(isTargetId).sort() };
    }
    return this.#listed.names;
  }

  async #views(targets: readonly string[]): Promise<TargetView[]> {
    const { status, bridges } = this.#parts;
    const wanted = new Map<string, string[]>(targets.map((target) => [target, []]));
    for (const { bridge, target } of bridges()) wanted.get(target)?.push(bridge);
    const standing = await status.targets(targets, ['reports']);
    return standing.map(({ status: state, bridges: appended, deadLetters, record }) => {
      const { target } = state;
      const names = [...new Set([...appended, ...wanted.get(target)!])].sort();
      const told = { bridges: names, deadLetters, reports: readReports(record.get('reports')) };
      return { ...state, ...targetAddressOf(target), ...told };
    });
  }
}

/** The version of a target's control, which is all of it that the API changes. */
export function tagOfTarget({ control }: TargetView): string {
  return tagOf(control.revision);
}
