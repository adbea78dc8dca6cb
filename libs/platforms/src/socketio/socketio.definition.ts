import { hasIds } from '../mapped/overlaps.js';
import type { SourceDefinition } from '../source-definition.js';
import { socketioAbout } from './socketio.about.js';
import { SocketIoDecoder } from './socketio.decoder.js';
import { SocketIoOptions } from './socketio.options.js';
import { SocketIoSource } from './socketio.source.js';

/** `socketio`: a Socket.IO server that we connect to and whose events hold JSON. */
export const socketIoSource: SourceDefinition<SocketIoOptions> = {
  type: 'socketio',
  about: socketioAbout,
  Options: SocketIoOptions,
  decoder: ({ mapping }) => new SocketIoDecoder(mapping),
  overlaps: ({ mapping }) => hasIds(mapping),
  protocol: (options, surroundings) => new SocketIoSource(options, surroundings?.fetch),
};
