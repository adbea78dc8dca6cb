import { isSameSource, isSameSpec, type BridgeSpec } from '#bridge';
import type { BridgeConfig } from '#config';
import { HalfDone } from '../../console/problems/half-done.js';
import { Problem, type Complaint } from '../../console/problems/problem.js';
import { invalid as invalidRequest } from '../json-body.js';
import {
  invalid,
  type BridgeView,
  type Managed,
  type SavedWith,
} from '../../bridges/managed/managed.js';
import { BRIDGES_MAX } from '../../bridges/managed/managed-bridges.js';
import type { BridgeAdmin } from './bridge-admin.js';
import { problemOf } from './bridge-answers.js';

/** How many mistakes an answer lists. */
const COMPLAINTS_MAX = 100;

/** The names of bridges that were imported, by what became of them. */
export interface Imported {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

export interface ImportTerms {
  /** The name of the one who imports. */
  readonly by: string;
  /** Hears of each bridge at once: a later one may fail, since somebody else changes it just then. */
  readonly done: (what: 'created' | 'changed', name: string) => Promise<void>;
}

/**
 * Imports bridges: existing ones are changed, the others are made, none is removed. All are checked
 * first, each beside those before it, and beside no bridge as it was that is changed with it; where
 * one is wrong, nothing is done.
 *
 * @throws {Problem} where nothing was done.
 * @throws {HalfDone} where something came between, such as a change by somebody else.
 */
export async function importBridges(
  admin: BridgeAdmin,
  specs: readonly BridgeSpec[],
  { by, done: hear }: ImportTerms,
): Promise<Imported> {
  const known = new Map((await admin.list()).map((view) => [view.name, view]));
  const isNew = (spec: BridgeSpec): boolean => !isSame(spec, known.get(spec.name));
  const complaints: Complaint[] = [];
  const changes = [...specs.entries()].filter(([, spec]) => isNew(spec));
  const savedWith = new Map<string, BridgeConfig | undefined>(
    changes.map(([, { name }]) => [name, undefined]),
  );
  // Only sources that change are held against the limits of their platform: what else is there must count by then.
  const keepsSource = ([, spec]: (typeof changes)[number]): boolean => {
    const before = known.get(spec.name);
    return before !== undefined && isSameSource(spec, before.spec);
  };
  const others = changes.filter((change) => !keepsSource(change));
  for (const [at, spec] of [...changes.filter(keepsSource), ...others]) {
    const checked = await check(admin, spec, known, savedWith);
    if (checked.ok) savedWith.set(spec.name, checked.value);
    else complaints.push(...complaintsOf(checked, at));
    if (complaints.length >= COMPLAINTS_MAX) break;
  }
  if (complaints.length > 0) throw invalidRequest(complaints);
  const left = changes.map(([, spec]) => spec);
  checkRoom(known, left);
  const unchanged = specs.filter((spec) => !isNew(spec)).map(({ name }) => name);
  const imported = { created: [] as string[], changed: [] as string[], unchanged };
  for (const [at, spec] of changes) {
    const before = known.get(spec.name);
    try {
      written(
        before === undefined
          ? await admin.create(spec, by, 'running', savedWith)
          : await admin.change(spec.name, spec, before.revision, by, savedWith),
        at,
      );
      const what = before === undefined ? 'created' : 'changed';
      imported[what].push(spec.name);
      await hear(what, spec.name);
    } catch (error) {
      throw halfDone(error, imported, left.slice(left.indexOf(spec)));
    }
  }
  return imported;
}

/** @throws {Problem} where not all of them can be made. */
function checkRoom(known: ReadonlyMap<string, BridgeView>, changes: readonly BridgeSpec[]): void {
  const there = [...known.values()].filter(({ origin }) => origin === 'api').length;
  const more = changes.filter(({ name }) => !known.has(name)).length;
  if (more === 0 || there + more <= BRIDGES_MAX) return;
  const counts = `${there} are there, and these would be ${more} more`;
  throw new Problem('too-many', `At most ${BRIDGES_MAX} are: ${counts}. None was made.`);
}

/** @throws {Problem} where it was not written. */
function written(managed: Managed<BridgeView>, at: number): void {
  if (!managed.ok) throw invalidRequest(complaintsOf(managed, at));
}

/** @param left those that were not written, the first of which something stopped. */
function halfDone(error: unknown, imported: Imported, left: readonly BridgeSpec[]): HalfDone {
  const { created, changed } = imported;
  const names = left.map(({ name }) => name).filter((name) => !isIn(imported, name));
  const stop = left[0]?.name ?? '';
  return new HalfDone(error, ({ kind, detail, more }) => {
    // Of what Redis did not answer nobody knows whether it was done.
    const why = kind === 'unavailable' ? 'Redis did not answer: it may have been written.' : detail;
    const counts = `${created.length} were made, ${changed.length} changed, ${names.length} are left`;
    const wayOut = 'Send the text again: what is as it says is left as it is.';
    const told = `The import stopped at ${stop}. ${why} ${counts}. ${wayOut}`;
    const { errors } = more;
    const members = { imported, left: names };
    return new Problem(kind, told, { ...(errors === undefined ? {} : { errors }), members });
  });
}

function isIn({ created, changed }: Imported, name: string): boolean {
  return created.includes(name) || changed.includes(name);
}

function isSame(spec: BridgeSpec, view: BridgeView | undefined): boolean {
  return view !== undefined && isSameSpec(spec, view.spec);
}

async function check(
  admin: BridgeAdmin,
  spec: BridgeSpec,
  known: ReadonlyMap<string, BridgeView>,
  savedWith: SavedWith,
): Promise<Managed<BridgeConfig>> {
  const before = known.get(spec.name);
  if (before?.origin !== 'file') return admin.check(spec, before?.name, savedWith);
  return invalid({ pointer: '', detail: 'is in the file: change it there' });
}

/** @throws {Problem} where it is not its spec that is wrong. */
function complaintsOf(checked: Extract<Managed<unknown>, { ok: false }>, at: number) {
  const { problem } = checked;
  if (problem.kind !== 'invalid') throw problemOf(problem);
  return problem.errors.map(({ pointer, detail }): Complaint => {
    return { pointer: `/bridges/${at}${pointer}`, detail };
  });
}
