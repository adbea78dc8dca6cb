import { Controller, Get } from '@nestjs/common';
import { AllowAccess } from '../../console/access/access.js';
import { Describe } from '../docs/describe.js';
import { Settings } from './settings.js';

/** The configuration of this process. */
@Controller('api/settings')
@AllowAccess('api')
export class SettingsController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Describe({ summary: 'What this process goes by, without secrets', answer: { type: 'object' } })
  show(): object {
    return this.settings.shown;
  }
}
