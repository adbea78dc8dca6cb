import { Controller, Get, Query } from '@nestjs/common';
import { AllowAccess } from '../console/access/access.js';
import type { AuditEntry } from '#event-buffer';
import { AuditTrail } from './audit-trail.js';
import { Describe } from './docs/describe.js';
import { pageOf } from './docs/schemas.js';
import { afterCursor, cursorOf, PageQuery, type Page } from './requests/page.js';
import { queryOf, type RawQuery } from './requests/query.js';

/** Who did what and when. */
@Controller('api/audit')
@AllowAccess('api')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  /** The newest first. */
  @Get()
  @Describe({ summary: 'Who did what', query: PageQuery, answer: pageOf('AuditEntry') })
  async list(@Query() raw: RawQuery): Promise<Page<AuditEntry>> {
    const query = queryOf(raw, PageQuery);
    const before = afterCursor(query, (id) => /^\d{1,16}-\d{1,16}$/u.test(id));
    const items = await this.trail.page(query.limit, before);
    const isLast = items.length < query.limit;
    return { items, ...(isLast ? {} : { next: cursorOf(items.at(-1)!.id) }) };
  }
}
