import { Controller, Get, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from './access/access.js';
import { Tokens } from './access/tokens.js';
import { Readiness } from './readiness.js';

/** For orchestrators: is the process alive, and can it do its work. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly tokens: Tokens,
  ) {}

  /** The process runs and answers. Independent of Redis: a restart would not mend that. */
  @Get('healthz')
  @AllowAccess('anyone')
  healthz(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200, or 503; the reasons only for callers with a token. */
  @Get('readyz')
  @AllowAccess('probe')
  async readyz(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const { ready, reasons } = await this.readiness.report();
    const status = ready ? 'ready' : 'not ready';
    const brief = ready || !(await this.#isKnown(request));
    response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(brief ? { status } : { status, reasons }));
  }

  /** Never rejects: whoever shows a wrong token learns as much as anyone. */
  async #isKnown(request: IncomingMessage): Promise<boolean> {
    return this.tokens.roleOfRequest(request, 'readyz').then(
      (role) => role !== undefined,
      () => false,
    );
  }
}
