import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/problem.js';
import { ACCESS, type Access } from './access.js';
import { callerOf } from './caller.js';
import { isOfOtherOrigin } from './origin.js';
import { SHOW_TOKEN, Tokens } from './tokens.js';

/** Lets a request through only where its route's {@link AllowAccess} allows the caller. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    if (await this.#isAllowed(access ?? 'token', request)) return true;
    throw new Problem('unauthenticated', SHOW_TOKEN);
  }

  async #isAllowed(access: Access, request: IncomingMessage): Promise<boolean> {
    switch (access) {
      case 'anyone':
      case 'probe':
      case 'login':
        return true;
      case 'token':
        // A page of another origin could read nothing, and have a process work for it all the same.
        if (isOfOtherOrigin(request)) throw new Problem('other-origin', SHOW_TOKEN);
        return (await this.tokens.roleOfRequest(request, 'metrics')) !== undefined;
      case 'api':
        return callerOf(request) !== undefined;
    }
  }
}
