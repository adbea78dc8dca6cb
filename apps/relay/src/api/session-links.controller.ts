import { OneOf, Text } from '#options';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../console/access/access.js';
import { AskedBy, callerOf, type Caller } from '../console/access/caller.js';
import { addressOf, Tries } from '../console/access/tries.js';
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
  readonly #made = new Tries(MADE_MAX);

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
    const address = addressOf(request);
    const problem = this.#made.problemOf(address);
    if (problem !== undefined) throw problem;
    this.#made.add(address);
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
    const { code } = jsonBody(request, LinkUseOptions);
    const found = await this.links.use(code);
    const role = await this.tokens.tries.judged(found, 'link', request, LINK_OVER);
    const { id, caller } = await this.sessions.begin(role, 'operator');
    await this.audit.add(caller, 'session.begin', role, 'by a link');
    response.setHeader('set-cookie', sessionCookie(request, id));
    return answerOf(caller);
  }
}

const LINK_OVER = 'The link was opened before, or is too old: make another.';
