/** Where events go: a live room of a project, or one pinned live job of it. */
export interface TargetAddress {
  /** The project's name in the configuration (`default` for the `metastudio:` block). */
  readonly project: string;
  readonly roomId: string;
  /** The pinned job; absent: the room's running job. */
  readonly jobId?: string | undefined;
}

/**
 * The id of a target: `project/room`, or `project/room/job` for a pinned job. It names the
 * target's keys in Redis, so it is stable over restarts and versions.
 */
export function targetIdOf(address: TargetAddress): string {
  const { project, roomId, jobId } = address;
  const parts = jobId === undefined ? [project, roomId] : [project, roomId, jobId];
  for (const part of parts) {
    if (!PART.test(part)) throw new TypeError('A project, room or job id has a wrong character.');
  }
  return parts.join('/');
}

/**
 * The address that an id names.
 *
 * @throws {TypeError} when it is none: the caller read it from somewhere it should not have.
 */
export function targetAddressOf(id: string): TargetAddress {
  if (!isTargetId(id)) throw new TypeError('Not the id of a target.');
  const [project, roomId, jobId] = id.split('/') as [string, string, string?];
  return { project, roomId, jobId };
}

/** The project of a target, by its id. */
export function projectOfTarget(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** Whether a text is the id of a target. */
export function isTargetId(text: string): boolean {
  const parts = text.split('/');
  return (parts.length === 2 || parts.length === 3) && parts.every((part) => PART.test(part));
}

const PART = /^[\w.-]{1,128}$/u;
