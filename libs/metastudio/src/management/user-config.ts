import type { EventCallbackExternal } from './live-room.external.js';
import { eventCallbackOf, type EventCallback } from './live-room.js';
import { isWireObject, objectOf } from './wire-fields.js';

/** A tenant's configuration: ShowSmartLiveUserConfig. */
export interface UserConfig {
  readonly callback?: EventCallback | undefined;
  /** The blocks that do not concern us, as they came, to be sent back. */
  readonly others: Readonly<Record<string, object>>;
}

const CALLBACK_FIELD = 'live_event_callback_config';
const NOTIFY_FIELD = 'live_notify_config';
const OTHER_FIELDS = ['live_exit_config', NOTIFY_FIELD];

export function userConfigOf(wire: Readonly<Record<string, unknown>>): UserConfig {
  const others = OTHER_FIELDS.flatMap((name) => {
    const block = wire[name];
    return isWireObject(block) ? [[name, block] as const] : [];
  });
  return {
    callback: objectOf(wire[CALLBACK_FIELD], eventCallbackOf),
    others: Object.fromEntries(others),
  };
}

/** The body that sets the callback and leaves everything else unchanged. */
export function userConfigBodyOf(
  { others }: UserConfig,
  callback: Required<EventCallbackExternal>,
): object {
  const notify = others[NOTIFY_FIELD];
  // It is told as a list, and set by what is done to the list: add, del or replace.
  const same = notify && { [NOTIFY_FIELD]: { action: 'replace', ...notify } };
  return { ...others, ...same, [CALLBACK_FIELD]: callback };
}
