import type { Type, DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { guardPort } from './guard-port.js';
import type { PortSlots } from './port-slots.js';

/** How much of a request's body is read, in bytes. */
export const BODY_BYTES_MAX = 64 * 1024;
const JSON_TYPES = ['application/json', 'application/*+json'];
/** A body of YAML may be larger: it holds a whole configuration. */
const YAML_BYTES_MAX = 1024 * 1024;
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** What stands before the routes. */
export interface HttpDoors {
  /** The slots, of which each connection holds one. */
  readonly slots: PortSlots;
  /** Middlewares before everything else, in this order; the body is unread. */
  readonly first: readonly Middleware[];
}

/**
 * Makes the Nest application of a process, with bounds on what a client can make it hold: time for
 * headers and bodies, their size, the number of connections. It does not listen yet.
 *
 * @param doorsOf finds the doors in the application.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  logger: LoggerService,
  doorsOf: (app: NestExpressApplication) => HttpDoors,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, new ExpressAdapter(), {
    logger,
    bodyParser: false,
    // Errors go to the caller; by default Nest would end the process.
    abortOnError: false,
    forceCloseConnections: true,
  });
  const { slots, first } = doorsOf(app);
  app.disable('x-powered-by');
  app.use(setSecurityHeaders);
  // Only records have versions: a tag of every answer would mean nothing.
  app.set('etag', false);
  for (const middleware of first) app.use(middleware);
  app.useBodyParser('json', { limit: BODY_BYTES_MAX, type: JSON_TYPES });
  app.useBodyParser('text', { limit: YAML_BYTES_MAX, type: YAML_TYPES });
  guardPort(app.getHttpServer(), slots);
  return app;
}

export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

function setSecurityHeaders(
  _request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('referrer-policy', 'no-referrer');
  // No page of another origin may load an answer as a picture or script either, not even to guess
  // its size.
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
  next();
}
