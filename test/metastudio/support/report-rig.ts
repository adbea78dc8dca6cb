import {
  buildReport,
  chooseRequest,
  createTransport,
  type Transport,
  endpointOf,
  ReportClient,
  SkewClock,
  TokenSigner,
  type ReportAddress,
  type ReportOutcome,
  type ReportPolicy,
  type SendControl,
  type Signer,
  type TransportOptions,
} from '#metastudio';
import { Secret } from '#secret';

export const target = {
  projectId: '70b7600000034253880af501cd000000',
  roomId: '24bad71687b145e589126102f7693265',
  jobId: '26f065244f754b3aa853b649a21aaf66',
};

/** A report of one event. */
export const report = buildReport([Buffer.from('{"timestamp":1,"type":3},')], 1);

export interface RigOptions extends TransportOptions {
  readonly timeoutMs?: number;
  readonly signer?: Signer;
  /** The transport of another rig, which closes it. */
  readonly transport?: Transport;
  readonly clock?: SkewClock;
  readonly policy?: Partial<ReportPolicy>;
}

export interface ReportRig {
  readonly policy: ReportPolicy;
  readonly transport: Transport;
  send(
    control?: SendControl,
    address?: Partial<ReportAddress>,
    body?: Buffer,
  ): Promise<ReportOutcome>;
  close(): Promise<void>;
}

/** The client of the reporter, connected to a server of the test. */
export function reportRig(origin: string, options: RigOptions = {}): ReportRig {
  const { timeoutMs = 5000, signer = new TokenSigner(new Secret('token')) } = options;
  const clock = options.clock ?? new SkewClock();
  const policy: ReportPolicy = {
    endpoint: endpointOf(origin),
    allowedHosts: [],
    reportAuth: 'auth',
    refreshUrl: 'auto',
    ...options.policy,
  };
  const transport = options.transport ?? createTransport(options);
  const client = new ReportClient({ policy, timeoutMs }, signer, transport, clock);
  return {
    policy,
    transport,
    send: (control, address, body = report) => {
      const request = chooseRequest(policy, { target, ...address }, clock.now());
      if (request.kind === 'no-url') throw new Error('Nowhere to send to.');
      return client.send(request, body, control);
    },
    close: () => transport.destroy(),
  };
}
