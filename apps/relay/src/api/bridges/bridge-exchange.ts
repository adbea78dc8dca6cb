import { isSameSpec, type BridgeSpec } from '#bridge';
import type { Complaint } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';
import type { BridgeView } from '../../bridges/managed/managed.js';
import type { BridgeAdmin } from './bridge-admin.js';
import { done } from './bridge-answers.js';

/** How many mistakes an answer lists. */
const COMPLAINTS_MAX = 100;

/** The names of bridges that were imported, by what became of them. */
export interface Imported {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

/**
 * Imports bridges: existing ones are changed, the others are made, none is removed. All are checked
 * first; where one is wrong, nothing is done.
 *
 * @throws {Problem}
 */
export async function importBridges(
  admin: BridgeAdmin,
  specs: readonly BridgeSpec[],
  by: string,
): Promise<Imported> {
  const known = new Map((await admin.list()).map((view) => [view.name, view]));
  const isNew = (spec: BridgeSpec): boolean => !isSame(spec, known.get(spec.name));
  const complaints: Complaint[] = [];
  for (const [at, spec] of specs.entries()) {
    if (isNew(spec)) complaints.push(...(await complaintsOf(admin, spec, at, known)));
    if (complaints.length >= COMPLAINTS_MAX) break;
  }
  if (complaints.length > 0) throw invalid(complaints);
  const imported = { created: [] as string[], changed: [] as string[], unchanged: [] as string[] };
  for (const spec of specs) {
    const before = known.get(spec.name);
    if (!isNew(spec)) {
      imported.unchanged.push(spec.name);
    } else if (before === undefined) {
      done(await admin.create(spec, by));
      imported.created.push(spec.name);
    } else {
      done(await admin.change(spec.name, spec, before.revision, by));
      imported.changed.push(spec.name);
    }
  }
  return imported;
}

function isSame(spec: BridgeSpec, view: BridgeView | undefined): boolean {
  return view !== undefined && isSameSpec(spec, view.spec);
}

async function complaintsOf(
  admin: BridgeAdmin,
  spec: BridgeSpec,
  at: number,
  known: ReadonlyMap<string, BridgeView>,
): Promise<Complaint[]> {
  const before = known.get(spec.name);
  if (before?.origin === 'file') {
    return [{ pointer: `/bridges/${at}`, detail: 'is in the file: change it there' }];
  }
  const checked = await admin.check(spec, before?.name);
  if (checked.ok) return [];
  const { problem } = checked;
  if (problem.kind !== 'invalid') done(checked);
  return (problem.kind === 'invalid' ? problem.errors : []).map(({ pointer, detail }) => {
    return { pointer: `/bridges/${at}${pointer}`, detail };
  });
}
