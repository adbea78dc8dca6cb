import {
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { ACCESS, type Access } from './access.js';
import { OperatorCheck } from './bearer-token.js';

/** Keeps every route of the process to whom {@link AllowAccess} allows it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly operators: OperatorCheck,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'anyone' || access === 'probe') return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    if (this.operators.isOperator(request.headers)) return true;
    throw new UnauthorizedException('Send RELAY_API_TOKEN as a bearer token.');
  }
}
