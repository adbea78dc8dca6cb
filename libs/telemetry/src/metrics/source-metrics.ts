import type { MetricDefinition } from './metric-definition.js';

/** The metrics of sources: a part of the catalogue. */
export const SOURCE_METRICS = {
  sourceConnected: {
    name: 'relay_source_connected',
    type: 'gauge',
    help: 'Whether the source of a bridge that this process holds is connected: 1 or 0.',
    labels: ['bridge'],
  },
  sourceResting: {
    name: 'relay_source_resting',
    type: 'gauge',
    help: 'Whether the source of a bridge is not connected on purpose, since its room has no live job: 1 or 0.',
    labels: ['bridge'],
  },
  sourceWanted: {
    name: 'relay_source_wanted',
    type: 'gauge',
    help: 'Whether the source of a bridge that this process holds is to be connected: 1, or 0 while it rests.',
    labels: ['bridge'],
  },
  sourceRedundancy: {
    name: 'relay_source_redundancy',
    type: 'gauge',
    help: 'How many collectors are to have the source of a bridge connected at a time, where that is more than one. Exported by the console role.',
    labels: ['bridge'],
  },
  sourceDeaf: {
    name: 'relay_source_deaf',
    type: 'gauge',
    help: 'Whether the source of a bridge is connected and hears nothing, though its room may be live: 1 or 0.',
    labels: ['bridge'],
  },
  sourceUnheard: {
    name: 'relay_source_unheard',
    type: 'gauge',
    help: 'Whether nothing came from a connected source but answers to heartbeats, for a minute and more: 1 or 0.',
    labels: ['bridge'],
  },
  sourceFrameAt: {
    name: 'relay_source_last_frame_timestamp_seconds',
    type: 'gauge',
    help: 'When the last frame of a source of this process came; told every five seconds.',
    labels: ['bridge'],
    folded: 'max',
  },
  sourceEventAt: {
    name: 'relay_source_last_event_timestamp_seconds',
    type: 'gauge',
    help: 'When the last event of a source of this process came; told every five seconds.',
    labels: ['bridge'],
    folded: 'max',
  },
  sourceQuotaLeft: {
    name: 'relay_source_quota_left',
    type: 'gauge',
    help: "What is left of a day's quota that a platform counts (YouTube's units), as this process counts it.",
    labels: ['bridge'],
  },
  sourceReconnects: {
    name: 'relay_source_reconnects_total',
    type: 'counter',
    help: 'Connections of a source, or attempts at one, that ended and were followed by another.',
    labels: ['bridge', 'reason'],
  },
} as const satisfies Record<string, MetricDefinition>;
