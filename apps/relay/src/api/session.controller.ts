import { Text } from '#options';
import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../console/access/access.js';
import { AskedBy, callerOf, type Caller } from '../console/access/caller.js';
import { sessionCookie } from '../console/access/session-cookie.js';
import { Sessions } from '../console/access/sessions.js';
import { Tokens, type ApiRole } from '../console/access/tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Describe } from './docs/describe.js';
import { jsonBody } from './json-body.js';

/** Who is asking, for a page that shows what its user may do. */
export interface SessionAnswer {
  readonly role: ApiRole;
  readonly via: Caller['via'];
  /** When the session ends, in ms since 1970. */
  readonly expiresAt?: number;
}

class LoginOptions {
  @Text('the token: 1 to 1024 characters', /^[!-~]{1,1024}$/)
  token!: string;
}

/** Exchanges a token for a session, in a cookie that no script can read. */
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly tokens: Tokens,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Describe({ summary: 'Who is asking', answer: 'Session' })
  @AllowAccess('api')
  show(@AskedBy() caller: Caller): SessionAnswer {
    return answerOf(caller);
  }

  @Post()
  @Describe({
    summary: 'Logs in, for a cookie',
    body: LoginOptions,
    answer: 'Session',
    problems: ['too-many-tries'],
  })
  @AllowAccess('login')
  async begin(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SessionAnswer> {
    const known = callerOf(request);
    if (known?.via === 'loopback') return answerOf(known);
    const { token } = jsonBody(request, LoginOptions);
    const found = this.tokens.roleOf(token);
    const role = await this.tokens.tries.judged(
      found,
      'login',
      request,
      'It is neither of the two.',
    );
    const { id, caller } = await this.sessions.begin(role);
    await this.audit.add(caller, 'session.begin', role);
    response.setHeader('set-cookie', sessionCookie(request, id));
    return answerOf(caller);
  }

  /** Succeeds without a session, too: the page wants it gone. */
  @Delete()
  @Describe({ summary: 'Logs out', status: 204 })
  @HttpCode(204)
  @AllowAccess('login')
  async end(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<void> {
    const caller = callerOf(request);
    if (caller?.sessionId !== undefined) {
      await this.sessions.end(caller.sessionId);
      await this.audit.add(caller, 'session.end', caller.role);
    }
    response.setHeader('set-cookie', sessionCookie(request, undefined));
  }
}

export function answerOf({ role, via, expiresAt }: Caller): SessionAnswer {
  return { role, via, ...(expiresAt === undefined ? {} : { expiresAt }) };
}
