import { Controller, Get, Inject } from '@nestjs/common';
import { STATUS_READER, type StatusReader } from './status-reader.js';

/** The state of every bridge and target. */
@Controller('api')
export class StatusController {
  constructor(@Inject(STATUS_READER) private readonly reader: StatusReader) {}

  @Get('status')
  status(): Promise<object> {
    return this.reader.read();
  }
}
