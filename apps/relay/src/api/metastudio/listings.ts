import { nearestKey, type ProjectConfig } from '#config';
import {
  CredentialError,
  InvalidFilterError,
  MetaStudioCallError,
  type ManagementClient,
} from '#metastudio';
import { Problem, type Complaint } from '../../console/problems/problem.js';
import type { QuietAccesses } from '../../projects/access/quiet-accesses.js';
import { refusalInChinese } from '../../projects/refusal-in-chinese.js';
import { invalid } from '../json-body.js';
import type { AskedAtOnce } from '../requests/asked-at-once.js';
import { afterCursor, cursorOf, type Page, type PageQuery } from '../requests/page.js';

/** What a list of MetaStudio is asked for besides its filter. */
export interface ListingQuery extends PageQuery {
  /** Of the configuration; absent where it has one alone. */
  readonly project?: string;
}

/** Where a list begins and how much it gives. */
export interface ListingRange {
  readonly offset: number;
  readonly limit: number;
}

export interface Listing<T> {
  /** @throws {InvalidFilterError} */
  readonly check: () => void;
  readonly list: (client: ManagementClient, range: ListingRange) => AsyncIterable<T>;
}

/** The rooms and jobs of the projects, as MetaStudio lists them now. */
export class Listings {
  readonly #projects: ReadonlyMap<string, ProjectConfig>;
  readonly #accesses: QuietAccesses;
  readonly #asked: AskedAtOnce;

  constructor(
    projects: ReadonlyMap<string, ProjectConfig>,
    accesses: QuietAccesses,
    asked: AskedAtOnce,
  ) {
    this.#projects = projects;
    this.#accesses = accesses;
    this.#asked = asked;
  }

  /** The projects, and whether MetaStudio can be asked about them. */
  projects(): { readonly name: string; readonly canList: boolean }[] {
    return [...this.#projects.values()].map(({ name, auth }) => {
      return { name, canList: auth !== undefined };
    });
  }

  /** @throws {Problem} that names all that is wrong, before anything is sent. */
  async page<T>(query: ListingQuery, { check, list }: Listing<T>): Promise<Page<T>> {
    const offset = Number(afterCursor(query, (last) => /^\d{1,9}$/u.test(last)) ?? 0);
    const { limit } = query;
    const access = this.#accessOf(query.project);
    const complaints = [
      ...filterComplaints(check),
      ...(typeof access === 'string' ? [{ parameter: 'project', detail: access }] : []),
    ];
    if (typeof access === 'string' || complaints.length > 0) throw invalid(complaints);
    const items: T[] = [];
    try {
      await this.#asked.run(async () => {
        for await (const item of list(access, { offset, limit })) items.push(item);
      });
    } catch (error) {
      const isTold = error instanceof MetaStudioCallError || error instanceof CredentialError;
      if (!isTold) throw error;
      const detailZh = refusalInChinese(error);
      throw new Problem('metastudio-failed', error.message, { detailZh });
    }
    return { items, ...(items.length < limit ? {} : { next: cursorOf(String(offset + limit)) }) };
  }

  async close(): Promise<void> {
    await this.#accesses.close();
  }

  /** @returns a problem where there is no access. */
  #accessOf(name: string | undefined): ManagementClient | string {
    const names = [...this.#projects.keys()];
    const wanted = name ?? (names.length === 1 ? names[0]! : '');
    const access = this.#accesses.of(wanted);
    if (access === undefined) {
      const nearest = nearestKey(wanted, names);
      const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return `must be one of ${names.join(', ')}${meant}`;
    }
    return access.client ?? 'has no auth to ask MetaStudio with';
  }
}

function filterComplaints(check: () => void): Complaint[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error;
    return [error, ...error.others].map(({ field, rule }) => ({ parameter: field, detail: rule }));
  }
}
