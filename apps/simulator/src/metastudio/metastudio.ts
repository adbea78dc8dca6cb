import { randomUUID } from 'node:crypto';

import type { SimulatorSettings } from '../simulator.options.js';
import { ErrorBodies } from './answer.js';
import { Authenticator } from './authenticate.js';
import { Faults } from './faults.js';
import { InFlight } from './in-flight.js';
import { IssuedUrls } from './issued-urls.js';
import { LiveRooms } from './live-rooms.js';
import { Recorder, type SentAt } from './recorder.js';
import { ReportEndpoint } from './report.endpoint.js';
import { RuleGroups } from './rule-groups.js';
import { Throttle } from './throttle.js';
import { Tokens } from './tokens.js';
import { UserConfig } from './user-config.js';
import { ReportValidator } from './validate-report.js';

/** The stand-in MetaStudio without its server: what it knows and what it does. */
export class MetaStudio {
  readonly faults = new Faults();
  readonly inFlight = new InFlight();
  readonly tokens: Tokens;
  readonly issued: IssuedUrls;
  readonly authenticator: Authenticator;
  readonly rooms: LiveRooms;
  readonly recorder: Recorder;
  readonly throttle: Throttle;
  readonly errors: ErrorBodies;
  readonly ruleGroups = new RuleGroups();
  readonly userConfig = new UserConfig();
  readonly reports: ReportEndpoint;
  /** Answers by status, and refusals by code. */
  readonly answered = new Map<number, number>();
  readonly refused = new Map<string, number>();
  private requests = 0;
  private readonly run = randomUUID().replaceAll('-', '').slice(0, 20);

  constructor(
    readonly settings: SimulatorSettings,
    sentAt: SentAt,
  ) {
    this.tokens = new Tokens(settings.token, settings.tokenTtlMs);
    this.issued = new IssuedUrls(settings);
    this.authenticator = new Authenticator(settings, settings.authKey, this.tokens, this.issued);
    this.rooms = new LiveRooms(settings.rooms, Date.now());
    this.recorder = new Recorder(settings, sentAt);
    this.throttle = new Throttle(settings.throttlePerSecond);
    this.errors = new ErrorBodies(settings.errorShape);
    const validator = new ReportValidator(settings.validate, settings.keep === 'all');
    const { rooms, recorder, issued, faults } = this;
    this.reports = new ReportEndpoint(rooms, validator, recorder, issued, faults);
  }

  /** A request id, unique over runs: what `X-Request-Id` holds. */
  nextRequestId(): string {
    return `${this.run}${(++this.requests).toString(16).padStart(12, '0')}`;
  }
}
