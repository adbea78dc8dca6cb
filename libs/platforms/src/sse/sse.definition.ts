import { EventStream } from '#source';
import { hasIds } from '../mapped/overlaps.js';
import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { sseAbout } from './sse.about.js';
import { SseDecoder } from './sse.decoder.js';
import { SseOptions } from './sse.options.js';

/** `sse`: a server that sends server-sent events with JSON. */
export const sseSource: SourceDefinition<SseOptions> = {
  type: 'sse',
  about: sseAbout,
  Options: SseOptions,
  decoder: ({ mapping }) => new SseDecoder(mapping),
  overlaps: ({ mapping }) => hasIds(mapping),
  protocol: ({ mapping, ...options }, { fetch } = { fetch: globalThis.fetch }) => {
    const stream = new EventStream(fetch);
    const wire = { open: stream.open, lost: () => stream.forget() };
    return new WebSocketSource({ ...options, ...wire }, new SseDecoder(mapping), fetch);
  },
};
