import { Controller, Get, Header } from '@nestjs/common';

/** Tells a browser where things are, in a process without the console's files. */
@Controller()
export class FrontPageController {
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  page(): string {
    return PAGE;
  }
}

const PAGE = `live-event-relay

/healthz     the process answers
/readyz      it can do its work; if not, why
/metrics     Prometheus text
/api/status  every bridge and target, and the ledger
`;
