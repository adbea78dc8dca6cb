import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import { isRecord, readJson } from '../json.js';
import { readListQuery } from './list-query.js';
import type { LiveJob, LiveRooms, Rewriting } from '../rooms/live-rooms.js';

const FIELDS = ['command', 'action', 'command_ids'];
const COMMANDS = ['REWRITE_PLAY_SCRIPT', 'REWRITE_INTERACTION_RULES'] as const;
/** A job keeps its latest ones. */
const REWRITINGS_MAX = 100;

/** What a rewriting puts in the place of the job's rules or scripts. */
export type RewritingField = Rewriting['field'];

/**
 * Rewrites a job's rules or scripts at once, and keeps what they were until it is confirmed or
 * rejected.
 *
 * @returns what is wrong with `params`, where something is.
 */
export function rewrite(
  job: LiveJob,
  commandId: string,
  field: RewritingField,
  params: unknown,
): Refusal | undefined {
  const list = isRecord(params) ? params[field] : params;
  if (!Array.isArray(list) || !list.every(isRecord)) return invalidParameter('params');
  job.rewritings.push({ commandId, field, list, before: current(job, field) });
  if (job.rewritings.length > REWRITINGS_MAX) job.rewritings.shift();
  put(job, field, list);
  return undefined;
}

/** ListSmartLiveRuleCommands and ListSmartLiveScriptCommands: what nobody has judged yet. */
export function listRewritings(
  query: string,
  rooms: LiveRooms,
  field: RewritingField,
): Answer | Refusal {
  const list = readListQuery(query, ['job_id']);
  if ('code' in list) return list;
  const jobId = list.values.get('job_id');
  const found = rooms
    .jobs()
    .filter((job) => jobId === undefined || job.jobId === jobId)
    .flatMap((job) => job.rewritings.map((rewriting) => ({ job, rewriting })))
    .filter(({ rewriting }) => rewriting.field === field)
    .map(({ job, rewriting }) => commandRecord(job, rewriting));
  const page = found.slice(list.offset, list.offset + list.limit);
  // The SDKs' models do say scripts_commands.
  const name = field === 'scene_scripts' ? 'scripts_commands' : 'rule_commands';
  return { status: 200, body: { count: found.length, [name]: page } };
}

/**
 * BatchConfirmLiveCommands. What is rejected is taken back; without `command_ids` all are judged,
 * without `command` of either kind.
 */
export function confirmRewritings(body: Buffer, job: LiveJob): Answer | Refusal {
  const said = readJson(body);
  if (!isRecord(said)) return REFUSALS.badJson;
  if (Object.keys(said).some((name) => !FIELDS.includes(name))) {
    return invalidParameter('unknown field in the body');
  }
  const { command, action = 'confirm', command_ids: ids } = said;
  if (command !== undefined && !(COMMANDS as readonly unknown[]).includes(command)) {
    return invalidParameter('command');
  }
  if (action !== 'confirm' && action !== 'reject') return invalidParameter('action');
  if (ids !== undefined && (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string'))) {
    return invalidParameter('command_ids');
  }
  const field = command === 'REWRITE_PLAY_SCRIPT' ? 'scene_scripts' : 'interaction_rules';
  const isMeant = (one: Rewriting): boolean =>
    (command === undefined || one.field === field) &&
    (ids === undefined || ids.includes(one.commandId));
  const judged = job.rewritings.filter(isMeant);
  job.rewritings = job.rewritings.filter((one) => !isMeant(one));
  // The latest first, so that the oldest one's before is what remains.
  if (action === 'reject') {
    for (const one of judged.toReversed()) put(job, one.field, one.before);
  }
  return { status: 200, body: {} };
}

function commandRecord(job: LiveJob, { commandId, field, list }: Rewriting): object {
  return {
    room_id: job.room.roomId,
    job_id: job.jobId,
    command_id: commandId,
    [field]: list,
  };
}

function current(job: LiveJob, field: RewritingField): readonly object[] {
  return field === 'interaction_rules' ? job.room.rules : job.scripts;
}

function put(job: LiveJob, field: RewritingField, list: readonly object[]): void {
  if (field === 'interaction_rules') job.room.rules = list;
  else job.scripts = list;
}
