import type { LiveRoomFilter, ManagementClient } from '#metastudio';
import {
  textOption,
  wholeOption,
  wordsOption,
  type GivenOptions,
} from '../listing/filter-options.js';
import { listCommand } from '../listing/list-command.js';
import { shownRoomOf, type ShownRoom } from '../../projects/rooms/shown-listing.js';
import { cell } from '../../listing/shown-text.js';

/** `rooms`: the live rooms of the projects. */
export const roomsCommand = listCommand<ShownRoom>({
  name: 'rooms',
  nouns: ['room', 'rooms'],
  summary: 'list the live rooms of the projects',
  options: [
    ['--room-name <part>', 'a part of the name'],
    ['--live-state <states>', 'WAITING,PROCESSING,SUCCESS,FAILED,CANCELED or NULL (no job yet)'],
    ['--room-type <type>', 'NORMAL, TEMP or TEMPLATE'],
    ['--confirm-state <state>', 'unconfirm, confirmed or reject'],
    ['--template-own-type <type>', 'OWNED, SHARED_TO_OHTERS, SHARED_FROM_OHTERS or PUBLIC'],
    ['--dh-id <id>', 'the asset id of a virtual human'],
    ['--model-name <part>', "a part of a virtual human's name"],
    ['--start-time <time>', 'of the newest job, such as 2026-01-10T08:43:17Z'],
    ['--end-time <time>', 'of the newest job'],
  ],
  columns: [
    { title: 'ROOM ID', textOf: ({ roomId }) => cell(roomId) },
    { title: 'NAME', textOf: ({ roomName }) => cell(roomName) },
    { title: 'TYPE', textOf: ({ roomType }) => cell(roomType) },
    { title: 'STATE', textOf: ({ roomState }) => cell(roomState) },
    { title: 'LAST JOB', textOf: ({ lastJobStatus }) => cell(lastJobStatus) },
    { title: 'STARTED', textOf: ({ lastJobStartTime }) => cell(lastJobStartTime) },
  ],
  list: listRooms,
});

async function* listRooms(
  client: ManagementClient,
  options: GivenOptions,
  signal: AbortSignal,
): AsyncGenerator<ShownRoom> {
  for await (const room of client.listSmartLiveRooms(filterOf(options), { signal })) {
    yield shownRoomOf(room);
  }
}

function filterOf(options: GivenOptions): LiveRoomFilter {
  return {
    roomName: textOption(options, 'roomName'),
    liveState: wordsOption(options, 'liveState'),
    roomType: textOption(options, 'roomType'),
    confirmState: textOption(options, 'confirmState'),
    templateOwnType: textOption(options, 'templateOwnType'),
    dhId: textOption(options, 'dhId'),
    modelName: textOption(options, 'modelName'),
    startTime: textOption(options, 'startTime'),
    endTime: textOption(options, 'endTime'),
    offset: wholeOption(options, 'offset'),
    limit: wholeOption(options, 'limit'),
  };
}
