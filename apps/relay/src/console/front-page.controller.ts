import { Controller, Get, Header } from '@nestjs/common';

/** Tells a person who comes with a browser where things are. */
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
