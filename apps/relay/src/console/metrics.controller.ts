import { formatFor } from '#telemetry';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { MetricCollectors } from './metric-collectors.js';

/** For Prometheus. */
@Controller()
export class MetricsController {
  constructor(private readonly collectors: MetricCollectors) {}

  @Get('metrics')
  async metrics(
    @Headers('accept') accept: string | undefined,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const { body, contentType } = await this.collectors.text(formatFor(accept));
    response.writeHead(200, {
      'content-type': contentType,
      'content-length': body.length,
      vary: 'accept',
    });
    response.end(body);
  }
}
