import { Module } from '@nestjs/common';
import type { Socket } from 'node:net';
import { BufferKeys } from '#event-buffer';
import { RelayRedis } from '../../buffer/relay-redis.js';
import { provide } from '../../provide.js';
import { RelayParts } from '../../relay-parts.js';
import { portTelemetry } from '../guard-port.js';
import { PortSlots } from '../port-slots.js';
import { ApiDoor } from './api-door.js';
import { SessionLinks } from './session-links.js';
import { Sessions } from './sessions.js';
import { TokenTries, tokenTelemetry } from './token-tries.js';
import { Tokens } from './tokens.js';

/** What stands before the routes: who may ask, and how many at a time. */
@Module({
  providers: [
    provide(Tokens, [RelayParts, PortSlots], ({ config, metrics, log }, slots) => {
      const keep = (socket: Socket): void => void slots.admit(socket);
      return new Tokens(config.process, new TokenTries(tokenTelemetry(metrics, log), { keep }));
    }),
    provide(
      Sessions,
      [RelayRedis, BufferKeys, Tokens],
      ({ small }, keys, tokens) => new Sessions(small, keys, tokens),
    ),
    provide(
      SessionLinks,
      [RelayRedis, BufferKeys, Tokens],
      ({ small }, keys, tokens) => new SessionLinks(small, keys, tokens),
    ),
    provide(
      PortSlots,
      [RelayParts],
      ({ metrics, log, portLimits }) => new PortSlots(portTelemetry(metrics, log), portLimits),
    ),
    provide(
      ApiDoor,
      [RelayParts, Tokens, Sessions, PortSlots],
      ({ log }, tokens, sessions, slots) => new ApiDoor({ tokens, sessions, slots, log }),
    ),
  ],
  exports: [Tokens, Sessions, SessionLinks, PortSlots, ApiDoor],
})
export class AccessModule {}
