import { loggedError, RelayLog } from '#telemetry';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { Describe } from './docs/describe.js';
import { AllowAccess } from '../console/access/access.js';
import { bounded } from '../console/bounded.js';
import { Problem } from '../console/problems/problem.js';
import { STATUS_READER, type StatusReader } from '../console/status-reader.js';

/** The state of every bridge and target; 503 while Redis does not answer. */
@Controller('api')
@AllowAccess('api')
export class StatusController {
  constructor(
    @Inject(STATUS_READER) private readonly reader: StatusReader,
    private readonly log: RelayLog,
  ) {}

  @Get('status')
  @Describe({ summary: 'Every bridge and target, and the ledger', answer: 'Status' })
  async status(@Res() response: ServerResponse): Promise<void> {
    const body = Buffer.from(await this.#text());
    response
      .writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
      })
      .end(body);
  }

  async #text(): Promise<string> {
    try {
      return await bounded(this.reader.text(), READ_MS_MAX);
    } catch (error) {
      const sentence = 'The ledger cannot be read.';
      this.log.writeSeldom('warn', 'status_failed', sentence, { error: loggedError(error) });
      throw new Problem('unavailable', `${sentence} /readyz says how Redis is.`);
    }
  }
}

const READ_MS_MAX = 5000;
