import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../access/access.js';
import { Problem } from '../problems/problem.js';
import { encodedFor, PageFiles, type PageFile } from './page-files.js';

/**
 * The content security policy: the page may load its own files and ask its own relay. There is no
 * inline script, and no text becomes HTML, so that nothing a viewer writes can run.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types relay-console',
].join('; ');
/** A worker is bound by the policy of its own file. */
const POLICY_OF_FILES =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";
const A_YEAR = 'public, max-age=31536000, immutable';

/** Serves the console: the same files to anyone; what it shows comes from the API. */
@Controller()
@AllowAccess('anyone')
export class PageController {
  constructor(private readonly files: PageFiles) {}

  @Get()
  page(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const { index } = this.files;
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('etag', index.tag);
    if (request.headers['if-none-match'] === index.tag) {
      response.writeHead(304).end();
      return;
    }
    send(request, response, index);
  }

  @Get('assets/:name')
  asset(
    @Param('name') name: string,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): void {
    const file = this.files.asset(name);
    if (file === undefined) throw new Problem('not-found', 'Load the page again.');
    response.setHeader('content-security-policy', POLICY_OF_FILES);
    response.setHeader('cache-control', A_YEAR);
    send(request, response, file);
  }
}

function send(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const { 'accept-encoding': accepted = '' } = request.headers;
  const { bytes, encoding } = encodedFor(file, accepted);
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': bytes.length,
    vary: 'accept-encoding',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  });
  response.end(bytes);
}
