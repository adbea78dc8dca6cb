import {
  checkFilters,
  InvalidFilterError,
  jobQueryOf,
  type LiveJobFilter,
  type ManagementClient,
} from '#metastudio';
import {
  textOption,
  wholeOption,
  wordsOption,
  type GivenOptions,
} from '../listing/filter-options.js';
import { listCommand } from '../listing/list-command.js';
import { shownJobOf, type ShownJob } from '../../projects/rooms/shown-listing.js';
import { cell } from '../../listing/shown-text.js';

/** `jobs`: the live jobs of the projects, or of one room. */
export const jobsCommand = listCommand<ShownJob>({
  name: 'jobs',
  nouns: ['job', 'jobs'],
  summary: 'list the live jobs of the projects, or of one room',
  options: [
    ['--room <id>', 'only of this room'],
    ['--room-name <part>', "a part of the room's name (not with --room)"],
    ['--state <states>', 'WAITING,PROCESSING,SUCCEED,FAILED,BLOCKED'],
    ['--sort-key <key>', 'create_time, update_time or asset_order'],
    ['--sort-dir <direction>', 'asc (the oldest first) or desc'],
    ['--create-since <time>', 'such as 2026-01-10T08:43:17Z'],
    ['--create-until <time>', 'such as 2026-01-10T08:43:17Z'],
  ],
  columns: [
    { title: 'JOB ID', textOf: ({ jobId }) => cell(jobId) },
    { title: 'STATE', textOf: ({ state }) => cell(state) },
    { title: 'CREATED', textOf: ({ createTime }) => cell(createTime) },
    { title: 'MINUTES', textOf: ({ durationSeconds }) => minutesText(durationSeconds) },
    { title: 'ROOM ID', textOf: ({ roomId }) => cell(roomId) },
    { title: 'ROOM', textOf: ({ roomName }) => cell(roomName) },
  ],
  list: listJobs,
});

async function* listJobs(
  client: ManagementClient,
  options: GivenOptions,
  signal: AbortSignal,
): AsyncGenerator<ShownJob> {
  const roomId = textOption(options, 'room');
  const filter = filterOf(options);
  checkFilters([() => checkRoom(roomId, filter.roomName), () => jobQueryOf(filter)]);
  const jobs =
    roomId === undefined
      ? client.listJobs(filter, { signal })
      : client.listRoomJobs(roomId, filter, { signal });
  for await (const job of jobs) yield shownJobOf(job);
}

function checkRoom(roomId: string | undefined, roomName: string | undefined): void {
  if (roomId === undefined) return;
  if (roomName !== undefined) throw new InvalidFilterError('roomName', 'does not go with --room');
  if (!/^[\w-]{1,64}$/u.test(roomId)) {
    throw new InvalidFilterError('room', 'must be the id of a room, as rooms lists it');
  }
}

function filterOf(options: GivenOptions): LiveJobFilter {
  return {
    roomName: textOption(options, 'roomName'),
    state: wordsOption(options, 'state'),
    sortKey: textOption(options, 'sortKey'),
    sortDir: textOption(options, 'sortDir') as 'asc' | 'desc' | undefined,
    createSince: textOption(options, 'createSince'),
    createUntil: textOption(options, 'createUntil'),
    offset: wholeOption(options, 'offset'),
    limit: wholeOption(options, 'limit'),
  };
}

function minutesText(seconds: number | undefined): string {
  return seconds === undefined ? '-' : String(Math.floor(seconds / 60));
}
