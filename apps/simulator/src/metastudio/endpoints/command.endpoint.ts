import { randomUUID } from 'node:crypto';

import type { VirtualHuman } from '../virtual-human.js';
import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import { isRecord, readJson } from '../json.js';
import { readListQuery } from './list-query.js';
import type { InsertedCommand, LiveJob } from '../rooms/live-rooms.js';
import { rewrite } from './rewritings.endpoint.js';

/** Commands that play something, each with its turn. */
const INSERTING = ['INSERT_PLAY_SCRIPT', 'INSERT_PLAY_AUDIO', 'SHOW_LAYER'];
const COMMANDS = [
  ...INSERTING,
  'REWRITE_PLAY_SCRIPT',
  'REWRITE_INTERACTION_RULES',
  'GET_CURRENT_PLAYING_SCRIPTS',
  'REFRESH_OUTPUT_URL',
  'GET_LIVE_JOB_CONFIG_INFO',
  'CLEAN_UP_INSERT_COMMAND',
  'RESET_EXIT_CONFIG',
];
const FIELDS = ['command', 'params', 'review_config'];
/** A queue is bounded; MetaStudio does not publish the limit. */
const COMMANDS_MAX = 1000;

/**
 * ExecuteSmartLiveCommand.
 *
 * @param around `details`: what GET_LIVE_JOB_CONFIG_INFO answers; `human`: who speaks.
 * @see https://support.huaweicloud.com/api-metastudio/ExecuteSmartLiveCommand.html
 */
export function executeCommand(
  request: ArrivedRequest,
  job: LiveJob,
  { details, human }: { readonly details: object; readonly human: VirtualHuman },
): Answer | Refusal {
  const body = readJson(request.body);
  if (!isRecord(body)) return REFUSALS.badJson;
  if (Object.keys(body).some((name) => !FIELDS.includes(name))) {
    return invalidParameter('unknown field in the body');
  }
  const { command, params } = body;
  if (typeof command !== 'string' || !COMMANDS.includes(command)) {
    return invalidParameter('command');
  }
  if (job.state !== 'PROCESSING') return REFUSALS.jobState;
  const commandId = randomUUID();
  const result = carryOut(job, commandId, command, params, details);
  if (result !== undefined && 'code' in result) return result as Refusal;
  human.speak(job);
  // The SDKs' model has a text there.
  const text = result === undefined ? {} : { result: JSON.stringify(result) };
  const answer = { command_id: commandId, command, ...text };
  return { status: 200, body: answer };
}

function carryOut(
  job: LiveJob,
  commandId: string,
  command: string,
  params: unknown,
  details: object,
): object | undefined {
  switch (command) {
    case 'CLEAN_UP_INSERT_COMMAND':
      job.commands = [];
      return undefined;
    case 'REWRITE_INTERACTION_RULES':
      return rewrite(job, commandId, 'interaction_rules', params);
    case 'REWRITE_PLAY_SCRIPT':
      return rewrite(job, commandId, 'scene_scripts', params);
    case 'GET_CURRENT_PLAYING_SCRIPTS':
      return { scene_scripts: job.scripts };
    case 'GET_LIVE_JOB_CONFIG_INFO':
      return details;
    default:
      if (!INSERTING.includes(command)) return undefined;
      if (!isRecord(params)) return invalidParameter('params');
      if (job.commands.length >= COMMANDS_MAX) return REFUSALS.jobState;
      insert(job, { commandId, command, params, source: 'EXTERNAL' });
      return undefined;
  }
}

/** After everything that waits, or before it. */
function insert(job: LiveJob, command: InsertedCommand): void {
  const { play_type: type = 'PLAY_NOW' } = command.params as { readonly play_type?: unknown };
  if (type === 'APPEND') job.commands.push(command);
  else job.commands.unshift(command);
}

/** ListInsertCommands: the commands that wait to be played. */
export function listInsertCommands(query: string, job: LiveJob): Answer | Refusal {
  const list = readListQuery(query, []);
  if ('code' in list) return list;
  const page = job.commands.slice(list.offset, list.offset + list.limit);
  const insert_commands = page.map(({ commandId, command, params, source }) => {
    return { command_id: commandId, command, params, source };
  });
  return { status: 200, body: { count: job.commands.length, insert_commands } };
}
