import { isSameSource, isSameSpec, type BridgeSpec } from '#bridge';
import type { BridgeConfig } from '#config';
import type { Complaint } from '../../console/problems/problem.js';
import { invalid as invalidRequest } from '../json-body.js';
import {
  invalid,
  type BridgeView,
  type Managed,
  type SavedWith,
} from '../../bridges/managed/managed.js';
import type { BridgeAdmin } from './bridge-admin.js';
import { done, problemOf } from './bridge-answers.js';

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
 * @throws {Problem}
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
  const imported = { created: [] as string[], changed: [] as string[], unchanged: [] as string[] };
  for (const spec of specs) {
    const before = known.get(spec.name);
    if (!isNew(spec)) {
      imported.unchanged.push(spec.name);
    } else if (before === undefined) {
      done(await admin.create(spec, by, 'running', savedWith));
      imported.created.push(spec.name);
      await hear('created', spec.name);
    } else {
      done(await admin.change(spec.name, spec, before.revision, by, savedWith));
      imported.changed.push(spec.name);
      await hear('changed', spec.name);
    }
  }
  return imported;
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

function complaintsOf(checked: Extract<Managed<BridgeConfig>, { ok: false }>, at: number) {
  const { problem } = checked;
  if (problem.kind !== 'invalid') throw problemOf(problem);
  return problem.errors.map(({ pointer, detail }): Complaint => {
    return { pointer: `/bridges/${at}${pointer}`, detail };
  });
}
