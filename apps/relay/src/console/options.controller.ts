import { Controller, Options, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from './access/access.js';
import { pathOf } from './access/api-door.js';
import { Problem } from './problems/problem.js';
import { RouteTable } from './route-table.js';

/** Tells which methods an address takes. It allows no other origin anything. */
@Controller('api')
@AllowAccess('api')
export class OptionsController {
  constructor(private readonly routes: RouteTable) {}

  @Options('*path')
  options(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const path = pathOf(request);
    const allowed = this.routes.methodsOf(path);
    if (allowed.length === 0) throw new Problem('not-found', this.routes.noAddress(path));
    response.writeHead(204, { allow: allowed.join(', ') }).end();
  }
}
