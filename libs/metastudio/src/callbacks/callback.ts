import { fieldsOf, jsonIn } from '#live-event';

/** A message of MetaStudio's to a tenant, as far as the relay is concerned. */
export type Callback =
  /** A reply was spoken to its end. Nothing links it to a reported event. */
  | { readonly kind: 'replied'; readonly roomId: string; readonly jobId?: string | undefined }
  /** The stream of a job began, broke, or ended. */
  | { readonly kind: 'stream'; readonly roomId: string; readonly jobId?: string | undefined }
  /** Of no interest, or of a later version. */
  | { readonly kind: 'other' };

/** The kinds that the relay asks for. */
export const CALLBACK_EVENTS = ['REPLY_COMMAND_FINISH', 'RTMP_STREAM_STATE_CHANGE'] as const;

/** Reads a callback's body; `undefined` if it is none. */
export function callbackOf(body: Buffer): Callback | undefined {
  const { event_type: type, message } = fieldsOf(jsonIn(body.toString('utf8')));
  if (typeof type !== 'string') return undefined;
  const kind = KINDS.get(type);
  if (kind === undefined) return { kind: 'other' };
  // JSON in a string, as the documentation shows it.
  const told = fieldsOf(typeof message === 'string' ? jsonIn(message) : message);
  const [roomId, jobId] = [idOf(told['room_id']), idOf(told['job_id'])];
  return roomId === undefined ? undefined : { kind, roomId, jobId };
}

const KINDS: ReadonlyMap<string, 'replied' | 'stream'> = new Map([
  ['REPLY_COMMAND_FINISH', 'replied'],
  ['RTMP_STREAM_STATE_CHANGE', 'stream'],
]);

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,128}$/u.test(value) ? value : undefined;
}
