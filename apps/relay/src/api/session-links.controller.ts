import { OneOf, Text } from '#options';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../console/access/access.js';
import { AskedBy, callerOf, type Caller } from '../console/access/caller.js';
import { addressOf, LoginLimit } from '../console/access/login-limit.js';
import { sessionCookie } from '../console/access/session-cookie.js';
import { SessionLinks, type NewLink } from '../console/access/session-links.js';
import { Sessions } from '../console/access/sessions.js';
import { Tokens, type ApiRole } from '../console/access/tokens.js';
import { Problem } from '../console/problems/problem.js';
import { AuditTrail } from './audit-trail.js';
import { Describe } from './docs/describe.js';
import { jsonBody } from './json-body.js';
import { answerOf, type SessionAnswer } from './session.controller.js';

/** How many links are made in a minute: each is a secret that may be left lying about. */
const MADE_MAX = 20;

class LinkOptions {
  @OneOf(['viewer', 'operator'])
  role: ApiRole = 'viewer';
}

class LinkUseOptions {
  @Text('the code of a link', /^[\w-]{1,64}$/u)
  code!: string;
}

/** Makes one-time links, which let in a browser that cannot be asked for a token. */
@Controller('api/session-links')
export class SessionLinksController {
  readonly #made = new LoginLimit(undefined, MADE_MAX);
  readonly #wrong = new LoginLimit();

  constructor(
    private readonly tokens: Tokens,
    private readonly links: SessionLinks,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
  ) {}

  @Post()
  @Describe({
    summary: 'Makes the code of a link that begins a session once, within five minutes',
    body: LinkOptions,
    status: 201,
    answer: 'SessionLink',
    problems: ['too-many-tries', 'not-found'],
  })
  @AllowAccess('api')
  async make(
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<NewLink & { readonly role: ApiRole }> {
    const { role } = jsonBody(request, LinkOptions);
    if (this.tokens.areNone) {
      throw new Problem('not-found', 'No link is needed where no token is: open the page itself.');
    }
    keepTo(this.#made, request);
    this.#made.failed(addressOf(request));
    const link = await this.links.make(role);
    await this.audit.add(caller, 'session.link', role);
    return { ...link, role };
  }

  @Post('use')
  @Describe({
    summary: 'Begins the session of a link, for a cookie',
    body: LinkUseOptions,
    status: 201,
    answer: 'Session',
    problems: ['too-many-tries'],
  })
  @HttpCode(201)
  @AllowAccess('login')
  async use(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SessionAnswer> {
    const known = callerOf(request);
    if (known?.via === 'loopback') return answerOf(known);
    keepTo(this.#wrong, request);
    const { code } = jsonBody(request, LinkUseOptions);
    const role = await this.links.use(code);
    if (role === undefined) {
      this.#wrong.failed(addressOf(request));
      throw new Problem(
        'invalid-token',
        'The link was opened before, or is too old: make another.',
      );
    }
    const { id, caller } = await this.sessions.begin(role, 'operator');
    await this.audit.add(caller, 'session.begin', role, 'by a link');
    response.setHeader('set-cookie', sessionCookie(request, id));
    return answerOf(caller);
  }
}

/** @throws {Problem} where there were too many. */
function keepTo(limit: LoginLimit, request: IncomingMessage): void {
  const problem = limit.problemOf(addressOf(request));
  if (problem !== undefined) throw problem;
}
