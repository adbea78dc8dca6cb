import { isSameSpec, type BridgeSpec } from '#bridge';
import { HalfDone } from '../../console/problems/half-done.js';
import { Problem, type Complaint } from '../../console/problems/problem.js';
import { invalid as invalidRequest } from '../json-body.js';
import type { BridgeView, Managed } from '../../bridges/managed/managed.js';
import { BRIDGES_MAX, SAVED_AT_ONCE } from '../../bridges/managed/bridge-writes.js';
import type { SoundSpec } from '../../bridges/managed/spec-check.js';
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
  /** Hears soon of each bridge: a later one may fail, since somebody else changes it just then. Must not reject. */
  readonly done: (what: 'created' | 'changed', name: string) => Promise<void>;
}

/**
 * Imports bridges: existing ones are changed, the others are made, none is removed. All are checked
 * first; where one is wrong, nothing is done.
 *
 * @throws {Problem} where nothing was done.
 * @throws {HalfDone} where something came between, such as a change by somebody else.
 */
export async function importBridges(
  admin: BridgeAdmin,
  specs: readonly BridgeSpec[],
  { by, done: hear }: ImportTerms,
): Promise<Imported> {
  const views = await admin.list();
  const known = new Map(views.filter(({ shadowed }) => !shadowed).map((view) => [view.name, view]));
  const isNew = specs.map((spec) => !isSame(spec, known.get(spec.name)));
  const unchanged = specs.filter((_, at) => !isNew[at]).map(({ name }) => name);
  const imported = { created: [] as string[], changed: [] as string[], unchanged };
  let left = await checked(admin, specs, isNew);
  checkRoom(views, left);
  while (left.length > 0) {
    try {
      const results = await admin.saveNext(left, by);
      const saved = left.filter((_, i) => results[i]?.ok === true);
      left = left.slice(saved.length);
      await Promise.all(
        saved.map(async ({ stored: { name }, before }) => {
          const what = before === undefined ? 'created' : 'changed';
          imported[what].push(name);
          await hear(what, name);
        }),
      );
      const last = results.at(-1);
      if (last?.ok !== false) continue;
      const at = specs.findIndex(({ name }) => name === left[0]?.stored.name);
      throw invalidRequest(complaintsOf(last, at));
    } catch (error) {
      throw halfDone(error, imported, left);
    }
  }
  return imported;
}

/**
 * The new ones of some specs, each found to be right.
 *
 * @throws {Problem} that names what is wrong.
 */
async function checked(
  admin: BridgeAdmin,
  specs: readonly BridgeSpec[],
  isNew: readonly boolean[],
): Promise<readonly SoundSpec[]> {
  const places = [...specs.keys()].filter((at) => isNew[at]);
  const results = await admin.checkAll(places.map((at) => specs[at]!));
  const complaints = results.flatMap((one, i) => (one.ok ? [] : complaintsOf(one, places[i]!)));
  if (complaints.length > 0) throw invalidRequest(complaints.slice(0, COMPLAINTS_MAX));
  return results.flatMap((one) => (one.ok ? one.value : []));
}

/** @throws {Problem} where not all of them can be made. */
function checkRoom(views: readonly BridgeView[], saves: readonly SoundSpec[]): void {
  const there = views.filter(({ origin }) => origin === 'api').length;
  const more = saves.filter(({ before }) => before === undefined).length;
  if (more === 0 || there + more <= BRIDGES_MAX) return;
  const counts = `${there} are there, and these would be ${more} more`;
  throw new Problem('too-many', `At most ${BRIDGES_MAX} are: ${counts}. None was made.`);
}

/** @param left those that were not written, the first of which something stopped. */
function halfDone(error: unknown, imported: Imported, left: readonly SoundSpec[]): HalfDone {
  const { created, changed } = imported;
  const names = left.map(({ stored }) => stored.name);
  const [stop = ''] = names;
  return new HalfDone(error, ({ kind, detail, more: { errors } }) => {
    // Of what Redis did not answer nobody knows whether it was done.
    const unsure = Math.min(names.length, SAVED_AT_ONCE);
    const why =
      kind === 'unavailable'
        ? `Redis did not answer: of those that are left, the first ${unsure} may have been written.`
        : detail;
    const counts = `${created.length} were made, ${changed.length} changed, ${names.length} are left`;
    const wayOut = 'Send the text again: what is as it says is left as it is.';
    const told = `The import stopped at ${stop}. ${why} ${counts}. ${wayOut}`;
    const members = { imported, left: names };
    return new Problem(kind, told, { ...(errors === undefined ? {} : { errors }), members });
  });
}

function isSame(spec: BridgeSpec, view: BridgeView | undefined): boolean {
  return view !== undefined && isSameSpec(spec, view.spec);
}

/** @throws {Problem} where it is not its spec that is wrong. */
function complaintsOf(refused: Extract<Managed<unknown>, { ok: false }>, at: number) {
  const { problem } = refused;
  if (problem.kind !== 'invalid') throw problemOf(problem);
  return problem.errors.map(({ pointer, detail }): Complaint => {
    return { pointer: `/bridges/${at}${pointer}`, detail };
  });
}
