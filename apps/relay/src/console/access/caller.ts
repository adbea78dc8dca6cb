import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/problem.js';
import { SHOW_TOKEN, TOKEN_NAMES, type ApiRole } from './tokens.js';

/** A caller of the API. */
export interface Caller {
  readonly role: ApiRole;
  /** How it is known. `loopback`: no token is configured, so none was shown. */
  readonly via: 'bearer' | 'session' | 'loopback';
  /** Its session's id: a secret. */
  readonly sessionId?: string;
  /** When its session ends, in ms since 1970. */
  readonly expiresAt?: number;
}

/** How the audit trail names a caller. */
export function nameOf({ role, via }: Caller): string {
  return via === 'loopback' ? 'loopback' : TOKEN_NAMES[role];
}

const callers = new WeakMap<IncomingMessage, Caller>();

/** Attaches the caller to a request. Only the door does that. */
export function admit(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/** The caller that the door attached, if any. */
export function callerOf(request: IncomingMessage): Caller | undefined {
  return callers.get(request);
}

/** A parameter decorator for routes: the caller. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<IncomingMessage>());
  if (caller === undefined) throw new Problem('unauthenticated', SHOW_TOKEN);
  return caller;
});
