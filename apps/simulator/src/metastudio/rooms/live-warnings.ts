import type { LiveRoom } from './live-rooms.js';

/** MetaStudio does not publish how many rules for comments are too few: none are. */
const DANMAKU_RULES_MIN = 1;

/** `live_warning_info` of a room. */
export function warningsOf(room: LiveRoom): { readonly warning_type: string }[] {
  const rules = room.rules as readonly { readonly event_type?: unknown; enabled?: unknown }[];
  const forComments = rules.filter((rule) => rule.event_type === 1 && rule.enabled !== false);
  if (forComments.length >= DANMAKU_RULES_MIN) return [];
  return [{ warning_type: 'TOO_LESS_DANMAKU_RULES' }];
}
