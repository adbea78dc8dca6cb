import type { LiveWarningExternal, LiveWarningsExternal } from './live-room.external.js';
import type { OpenEnum } from './live-room.js';
import { listOf, objectOf, textOf } from './wire-fields.js';

/** What is too little, or switched off, in a room. The misspelling is the API's. */
export type LiveWarning = OpenEnum<
  | 'TOO_LESSS_SCRIPT_ITEMS'
  | 'TOO_SHORT_SCRIPT_TIME'
  | 'TOO_LESS_DANMAKU_RULES'
  | 'RANDOM_PLAY_CLOSED'
  | 'ROTATION_MODEL_CLOSED'
>;

export function warningTypesOf(wire: LiveWarningsExternal): readonly LiveWarning[] {
  return listOf(wire.live_warning_info, (warning) => objectOf(warning, warningTypeOf));
}

function warningTypeOf({ warning_type: type }: LiveWarningExternal): LiveWarning | undefined {
  return textOf(type);
}
