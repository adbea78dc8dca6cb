import { Controller, Get, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { MetricCollectors } from './metric-collectors.js';

/** For Prometheus. */
@Controller()
export class MetricsController {
  constructor(private readonly collectors: MetricCollectors) {}

  @Get('metrics')
  async metrics(@Res() response: ServerResponse): Promise<void> {
    const { body, contentType } = await this.collectors.text();
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  }
}
