import type { ProjectConfig, ProxyConfig } from '#config';
import {
  ApiCaller,
  createSigner,
  createTransport,
  endpointOf,
  ManagementClient,
  PacedLimiter,
  SkewClock,
  type Signer,
  type Transport,
} from '#metastudio';
import { JobLister } from '../live-jobs/job-lister.js';
import { LookupGate } from '../lookup/lookup-gate.js';
import { LOOKUP_TIMES_DEFAULT, type LookupTimes } from '../lookup/lookup-times.js';
import type { ProjectListener } from './project-listener.js';
import { RunningJobs } from '../live-jobs/running-jobs.js';

/** One connection for each target that a process works on at a time. */
const CONNECTIONS_MAX = 128;
/** Half of the documented limit of listings, which all processes of a tenant share. */
const CALLS_PER_SECOND = 10;

/** What management calls need besides the connections; absent without a credential. */
interface Management {
  readonly signer: Signer;
  readonly client: ManagementClient;
  readonly gate: LookupGate;
  readonly running: RunningJobs;
}

/**
 * Access to one project of MetaStudio: its connections, its clock, and the one signer of management
 * calls and reports, so that a token is fetched once and a wrong clock is noticed once. Sends
 * nothing by itself.
 */
export class ProjectAccess {
  readonly config: ProjectConfig;
  readonly transport: Transport;
  readonly clock: SkewClock;
  readonly #management: Management | undefined;
  readonly #stopping = new AbortController();

  constructor(
    config: ProjectConfig,
    proxy: ProxyConfig,
    listener: ProjectListener,
    times: LookupTimes = LOOKUP_TIMES_DEFAULT,
  ) {
    this.config = config;
    this.transport = createTransport({ connectionsPerOrigin: CONNECTIONS_MAX, proxy });
    this.clock = new SkewClock(Date.now, (skew) => listener.clockSkewed(skew));
    this.#management = this.#managementOf(listener, times);
  }

  /** Of the project's `auth`; absent without one. */
  get signer(): Signer | undefined {
    return this.#management?.signer;
  }

  get client(): ManagementClient | undefined {
    return this.#management?.client;
  }

  get running(): RunningJobs | undefined {
    return this.#management?.running;
  }

  /** Makes one management call, within the bounds of all look-ups. @throws {JobLookupError} */
  async lookUp<T>(ask: (client: ManagementClient, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { client, gate } = this.#management!;
    const { signal } = this.#stopping;
    return gate.pass(async () => ask(client, signal), signal);
  }

  /** Ends all look-ups; reports still go out. */
  stop(): void {
    this.#stopping.abort();
    this.#management?.running.stop();
  }

  /** Breaks off what is under way: who waits for an answer has given up, and IAM may not answer for long. */
  async close(): Promise<void> {
    this.stop();
    await this.transport.destroy();
  }

  #managementOf(listener: ProjectListener, times: LookupTimes): Management | undefined {
    const { config, transport, clock } = this;
    const { name, auth, endpoint, projectId, appUserId, timeoutMs } = config;
    if (auth === undefined) return undefined;
    const signer = createSigner(auth, { transport, clock, timeoutMs });
    const options = { endpoint: endpointOf(endpoint), projectId, appUserId, timeoutMs };
    const limiter = new PacedLimiter(CALLS_PER_SECOND);
    const client = new ManagementClient(
      projectId,
      new ApiCaller(options, signer, transport, clock, limiter),
    );
    const gate = new LookupGate(name, times, listener);
    const lister = new JobLister(client);
    return {
      signer,
      client,
      gate,
      running: new RunningJobs({ lister, gate, clock, listener, times }),
    };
  }
}
