import { Controller, Get, Header } from '@nestjs/common';
import { AllowAccess } from '../../console/access/access.js';
import { ApiDocument } from './api-document.js';
import { docsPage } from './docs-page.js';

/** What the API takes and gives. */
@Controller('api/docs')
@AllowAccess('api')
export class DocsController {
  constructor(private readonly document: ApiDocument) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(): Promise<string> {
    return docsPage(await this.document.read());
  }

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async openApi(): Promise<object> {
    return this.document.read();
  }
}
