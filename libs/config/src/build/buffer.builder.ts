import { EVENT_TYPES, type EventType } from '#live-event';
import type { BufferOptions } from '../options/buffer.options.js';
import type { BufferConfig } from '../relay-config.js';

/** Makes the buffers' limits from the checked options. */
export function buildBuffer(options: BufferOptions): BufferConfig {
  const { maxEvents, maxBytes, minIntervalMs, lingerMs, waitReplicas } = options;
  const { paid, chat, ambient } = options.maxAgeSeconds;
  const maxPerSecond = new Map<EventType, number>();
  for (const type of EVENT_TYPES) {
    const cap = options.maxPerSecond[type];
    if (cap !== undefined) maxPerSecond.set(type, cap);
  }
  return {
    maxEvents,
    maxBytes,
    minIntervalMs,
    lingerMs,
    waitReplicas,
    maxAgeSeconds: { paid: ageOf(paid), chat: ageOf(chat), ambient: ageOf(ambient) },
    maxPerSecond,
  };
}

function ageOf(seconds: number | 'never'): number | undefined {
  return seconds === 'never' ? undefined : seconds;
}
