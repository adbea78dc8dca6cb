import { randomUUID } from 'node:crypto';

import { Caller } from './auth/caller.js';
import { VirtualHuman } from './virtual-human.js';
import type { SimulatorSettings } from '../simulator.options.js';
import { ErrorBodies } from './answer.js';
import { Authenticator } from './auth/authenticate.js';
import { Faults } from './faults.js';
import { InFlight } from './record/in-flight.js';
import { IssuedUrls } from './issued-urls.js';
import { LivePlatforms } from './rooms/live-platforms.js';
import { LiveRooms, type LiveJob } from './rooms/live-rooms.js';
import { Recorder, type SentAt } from './record/recorder.js';
import { ReportEndpoint } from './endpoints/report.endpoint.js';
import { RuleGroups } from './rooms/rule-groups.js';
import { Throttle } from './throttle.js';
import { Tokens } from './auth/tokens.js';
import { UserConfig } from './rooms/user-config.js';
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
  readonly platforms = new LivePlatforms();
  readonly userConfig = new UserConfig();
  readonly caller = new Caller(() => this.userConfig.callback);
  readonly human: VirtualHuman;
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
    this.rooms = new LiveRooms(settings.rooms, Date.now(), settings.rules);
    this.recorder = new Recorder(settings, sentAt);
    this.throttle = new Throttle(settings.throttlePerSecond);
    this.errors = new ErrorBodies(settings.errorShape);
    const validator = new ReportValidator(settings.validate, settings.keep === 'all');
    const { rooms, recorder, issued, faults, caller } = this;
    this.human = new VirtualHuman(settings.speakingMs, caller);
    rooms.onState = (job) => this.stateChanged(job);
    const hear = { human: this.human, recorder };
    this.reports = new ReportEndpoint(rooms, validator, hear, issued, faults);
  }

  /** The stream of a job begins with it, and ends with it. */
  private stateChanged(job: LiveJob): void {
    const state = job.state === 'PROCESSING' ? 'CONNECTED' : 'END';
    const ids = { room_id: job.room.roomId, job_id: job.jobId };
    if (job.state !== 'WAITING') this.caller.call('RTMP_STREAM_STATE_CHANGE', { ...ids, state });
  }

  /** A request id, unique over runs: what `X-Request-Id` holds. */
  nextRequestId(): string {
    return `${this.run}${(++this.requests).toString(16).padStart(12, '0')}`;
  }
}
