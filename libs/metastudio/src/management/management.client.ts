import type { Secret } from '#secret';
import { CALLBACK_EVENTS } from '../callbacks/callback.js';
import type { CallbackAuth } from '../callbacks/callback-verifier.js';
import { encodeRfc3986 } from '../rfc3986.js';
import type { ReviewConfig } from '../report/report.builder.js';
import { jobsPathOf, roomsPathOf } from '../report-target.js';
import type { ApiCaller, CallOptions } from './api-caller.js';
import {
  jobQueryOf,
  rangeOf,
  roomQueryOf,
  type LiveJobFilter,
  type LiveRoomFilter,
  type RoomJobFilter,
} from './list-filter.js';
import { liveJobOf, type LiveJob } from './live-job.js';
import type { JobListExternal, RoomListExternal } from './live-room.external.js';
import { liveRoomDetailsOf, liveRoomOf, type LiveRoom, type LiveRoomDetails } from './live-room.js';
import { listPages, type ListedPage } from './list-pages.js';
import { commandBodyOf, type LiveCommand } from './live-command.js';
import { listOf, numberOf, objectOf, textOf } from './wire-fields.js';
import { userConfigBodyOf, userConfigOf, type UserConfig } from './user-config.js';
import { warningTypesOf, type LiveWarning } from './live-warning.js';

/**
 * The rooms and jobs of one project. Lists are asynchronous iterators that hold one page at a time.
 * Every call may throw a {@link MetaStudioCallError}, lists an {@link InvalidFilterError} before
 * anything is sent.
 */
export class ManagementClient {
  readonly #projectId: string;
  readonly #caller: ApiCaller;

  constructor(projectId: string, caller: ApiCaller) {
    this.#projectId = projectId;
    this.#caller = caller;
  }

  /** @see https://support.huaweicloud.com/api-metastudio/ListSmartLiveRooms.html */
  listSmartLiveRooms(
    filter: LiveRoomFilter = {},
    options: CallOptions = {},
  ): AsyncGenerator<LiveRoom> {
    const query = roomQueryOf(filter);
    return listPages(
      rangeOf(filter),
      ({ roomId }) => roomId,
      async (page) => {
        const path = roomsPathOf(this.#projectId);
        const wire: RoomListExternal = await this.#caller.get(path, [...query, ...page], options);
        return this.#caller.need(path, pageOf(wire, wire.smart_live_rooms, liveRoomOf));
      },
    );
  }

  /** The configuration of a room. It does not name the room's jobs. */
  async showRoom(roomId: string, options: CallOptions = {}): Promise<LiveRoomDetails> {
    const path = `${roomsPathOf(this.#projectId)}/${encodeRfc3986(roomId)}`;
    const wire = await this.#caller.get(path, [], options);
    // The path named the room: if the answer omits its id, it is still that room.
    return this.#caller.need(
      path,
      liveRoomDetailsOf({ ...wire, room_id: wire['room_id'] ?? roomId }),
    );
  }

  /** MetaStudio's own warnings about a room before it goes live. */
  async showWarnings(roomId: string, options: CallOptions = {}): Promise<readonly LiveWarning[]> {
    const path = `${roomsPathOf(this.#projectId)}/${encodeRfc3986(roomId)}/live-warning-info`;
    return warningTypesOf(await this.#caller.get(path, [], options));
  }

  /** The jobs of a room, by default the oldest first. */
  listRoomJobs(
    roomId: string,
    filter: RoomJobFilter = {},
    options: CallOptions = {},
  ): AsyncGenerator<LiveJob> {
    return this.#listJobs(jobsPathOf(this.#projectId, roomId), filter, options);
  }

  /** The jobs of all rooms: one call covers many rooms. */
  listJobs(filter: LiveJobFilter = {}, options: CallOptions = {}): AsyncGenerator<LiveJob> {
    const path = `/v1/${encodeRfc3986(this.#projectId)}/smart-live-jobs`;
    return this.#listJobs(path, filter, options);
  }

  async showJob(roomId: string, jobId: string, options: CallOptions = {}): Promise<LiveJob> {
    const path = `${jobsPathOf(this.#projectId, roomId)}/${encodeRfc3986(jobId)}`;
    const wire = await this.#caller.get(path, [], options);
    const ids = { job_id: wire['job_id'] ?? jobId, room_id: wire['room_id'] ?? roomId };
    return this.#caller.need(path, liveJobOf({ ...wire, ...ids }));
  }

  /**
   * How many commands of a job wait to be played, including answers; `undefined` if the answer does
   * not tell.
   * @see https://support.huaweicloud.com/api-metastudio/ListInsertCommands.html
   */
  async countInsertCommands(
    roomId: string,
    jobId: string,
    options: CallOptions = {},
  ): Promise<number | undefined> {
    const path = `${this.#commandPathOf(roomId, jobId)}/insert-commands`;
    const wire = await this.#caller.get(path, [['limit', '1']], options);
    return numberOf(wire['count']);
  }

  /**
   * Makes the virtual human of a running job say or drop something.
   * @returns the id of the command, if MetaStudio returns one.
   * @see https://support.huaweicloud.com/api-metastudio/ExecuteSmartLiveCommand.html
   */
  async command(
    roomId: string,
    jobId: string,
    command: LiveCommand,
    options: CallOptions & { readonly reviewConfig?: ReviewConfig | undefined } = {},
  ): Promise<string | undefined> {
    const { reviewConfig, ...call } = options;
    const body = commandBodyOf(command, reviewConfig);
    const wire = await this.#caller.send('POST', this.#commandPathOf(roomId, jobId), body, call);
    return textOf(wire['command_id']);
  }

  /** The tenant's configuration, including its callback. */
  async showUserConfig(options: CallOptions = {}): Promise<UserConfig> {
    return userConfigOf(await this.#caller.get(this.#userConfigPath(), [], options));
  }

  /**
   * Sets the tenant's callback.
   * @param before the current configuration: everything else in it is kept.
   */
  async setCallback(
    before: UserConfig,
    callback: { readonly url: string; readonly auth: CallbackAuth; readonly key: Secret },
    options: CallOptions = {},
  ): Promise<void> {
    const { url, auth, key } = callback;
    // Without a signature the address contains the key.
    const address = auth === 'NONE' ? `${url}?key=${encodeRfc3986(key.reveal())}` : url;
    const body = userConfigBodyOf(before, {
      live_event_type_callback_url: address,
      auth_type: auth,
      key: auth === 'NONE' ? '' : key.reveal(),
      callback_event_type: [...CALLBACK_EVENTS],
    });
    await this.#caller.send('PUT', this.#userConfigPath(), body, options);
  }

  #userConfigPath(): string {
    return `/v1/${encodeRfc3986(this.#projectId)}/smart-live-configs/user-config`;
  }

  #commandPathOf(roomId: string, jobId: string): string {
    return `${jobsPathOf(this.#projectId, roomId)}/${encodeRfc3986(jobId)}/command`;
  }

  #listJobs(path: string, filter: LiveJobFilter, options: CallOptions): AsyncGenerator<LiveJob> {
    const query = jobQueryOf(filter);
    return listPages(
      rangeOf(filter),
      ({ jobId }) => jobId,
      async (page) => {
        const wire: JobListExternal = await this.#caller.get(path, [...query, ...page], options);
        return this.#caller.need(path, pageOf(wire, wire.smart_live_jobs, liveJobOf));
      },
    );
  }
}

/**
 * Unknown elements are left out; they still count as listed.
 * @returns `undefined` if it is no list. An empty list may be null or absent, but another answer
 *   must not be taken for one: every room would seem to be without a job.
 */
function pageOf<T>(
  wire: { readonly count?: unknown },
  elements: unknown,
  read: (wire: object) => T | undefined,
): ListedPage<T> | undefined {
  const total = numberOf(wire.count);
  const leftOut = elements === undefined && (total !== undefined || !hasFields(wire));
  if (!Array.isArray(elements) && elements !== null && !leftOut) return undefined;
  return {
    total,
    listed: Array.isArray(elements) ? elements.length : 0,
    items: listOf(elements, (element) => objectOf(element, read)),
  };
}

function hasFields(wire: object): boolean {
  return Object.keys(wire).length > 0;
}
