import type { BridgeConfig } from '#config';
import type { SourceDefinition } from '#platforms';
import { pause, untilAborted } from '#timing';
import {
  Connection,
  deafSentence,
  HEEDLESS_LISTENER,
  NO_PATIENCE,
  type ConnectionListener,
  type DisconnectReason,
  type HearingReport,
} from '#source';
import { logText } from '#telemetry';
import type { ConnectTurns } from '../network/connect-turns.js';
import type { SourceNetwork } from '../network/source-network.js';
import { fail, ok, skipped, warn, type Finding } from './finding.js';

/** How long a source may take to be ready, in ms. */
const HANDSHAKE_MS_MAX = 15_000;
/** A second attempt may succeed where the first failed: hosts rotate. */
const ATTEMPTS_MAX = 2;
/**
 * How long a source must stay connected, in ms: some platforms accept everybody, and close at once
 * where the room is unknown.
 */
const STAYS_MS = 1000;
/** How long a ready source is listened to, in ms. */
const LISTEN_MS = 6000;
const LOOK_EVERY_MS = 100;
const AT_A_TIME = 64;

export interface TriedTypes {
  get(type: string): Pick<SourceDefinition, 'protocol' | 'connects' | 'scarce'> | undefined;
}

/** The means of a handshake. */
export interface SourceMeans {
  readonly sources: TriedTypes;
  readonly network: Pick<SourceNetwork, 'agentFor' | 'fetch'>;
  readonly isProxied: (url: string) => boolean;
  /** Platforms count connections, so each takes a turn. */
  readonly turns?: Pick<ConnectTurns, 'take'> | undefined;
  /** The bridges whose source a relay that runs has connected. */
  readonly connected?: ReadonlySet<string> | undefined;
}

/** Checks each source: connects as the relay would, listens, and disconnects. */
export async function* sourceChecks(
  bridges: readonly BridgeConfig[],
  means: SourceMeans,
  signal: AbortSignal,
  withinMs = HANDSHAKE_MS_MAX,
): AsyncGenerator<Finding> {
  for (let from = 0; from < bridges.length && !signal.aborted; from += AT_A_TIME) {
    const some = bridges.slice(from, from + AT_A_TIME);
    yield* await Promise.all(
      some.map(async (bridge) => handshakeOf(bridge, means, signal, withinMs)),
    );
  }
}

async function handshakeOf(
  { name, source }: BridgeConfig,
  means: SourceMeans,
  signal: AbortSignal,
  withinMs: number,
): Promise<Finding> {
  const { sources, network, isProxied, turns, connected } = means;
  const definition = sources.get(source.type);
  // The platform has no second connection for us: it would refuse this one, or the relay's next.
  if (definition?.scarce !== undefined && connected?.has(name) === true) {
    return skipped('source', name, `${source.type}: connected by the relay that runs: see status`);
  }
  const protocol = definition?.protocol?.(source.options, network);
  if (protocol === undefined) {
    return skipped('source', name, `${source.type}: what connects to us cannot be tried from here`);
  }
  const attempts = new Attempts();
  const connection = new Connection(protocol, { event: () => {} }, attempts.listener, {
    agentFor: (url) => {
      if (isProxied(url)) attempts.isThroughProxy = true;
      return network.agentFor(url);
    },
    turnFor: async (url, until) => {
      clearTimeout(timer);
      const turn = await turns?.take(url, { pace: definition?.connects?.(source.options) }, until);
      void attempts.over.then(() => turn?.end());
      if (!until.aborted) timer = setTimeout(() => attempts.end(), withinMs);
    },
  });
  let timer = setTimeout(() => attempts.end(), withinMs);
  connection.connect();
  await untilAborted(signal, attempts.over);
  attempts.end();
  const ready = await attempts.over;
  clearTimeout(timer);
  const { state } = connection;
  const heard = ready ? await listen(connection, signal) : undefined;
  const { room } = connection.hearing.report();
  await connection.stop();
  if (heard?.state === 'away' && attempts.refusal !== undefined) {
    const found = `${source.type}: was ready, and is refused`;
    return fail('source', name, found, attempts.refusal);
  }
  if (heard !== undefined) return heardOf(name, source.type, heard);
  if (room?.state === 'ended') {
    const found = `${source.type}: not ready: the room is not live`;
    return warn('source', name, found, deafSentence('room-ended', protocol.hearing ?? {}));
  }
  const why = attempts.why ?? `still ${state} after ${withinMs / 1000} s`;
  return fail('source', name, `${source.type}: not ready: ${why}`, attempts.wayOut);
}

/** Listens until an event shows that the room is heard, or for {@link LISTEN_MS}. */
async function listen({ hearing }: Connection, signal: AbortSignal): Promise<HearingReport> {
  const until = performance.now() + LISTEN_MS;
  for (;;) {
    const report = hearing.report(NO_PATIENCE);
    if (report.state === 'hears' || signal.aborted || performance.now() >= until) return report;
    await pause(LOOK_EVERY_MS, signal);
  }
}

function heardOf(name: string, type: string, report: HearingReport): Finding {
  const { state, deaf, wayOut = '', frames, notUnderstood } = report;
  if (state === 'deaf') {
    const found = `${type}: connected, and hears nothing: ${deaf}`;
    // Before a stream it is normal that the room is not live.
    return deaf === 'room-ended'
      ? warn('source', name, found, wayOut)
      : fail('source', name, found, wayOut);
  }
  if (state === 'away') return warn('source', name, `${type}: was ready, and left`, TRY_AGAIN);
  const wrong = notUnderstood === 0 ? '' : `; ${notUnderstood} of ${frames} frames not understood`;
  if (notUnderstood > 0 && state !== 'hears') {
    return warn('source', name, `${type}: ready${wrong}, and no event came`, NOT_UNDERSTOOD);
  }
  if (state === 'unheard') {
    const found = `${type}: ready, but nothing was heard in ${LISTEN_MS / 1000} s`;
    return warn('source', name, found, UNHEARD);
  }
  return ok('source', name, `${type}: ready${wrong}`);
}

const NOT_UNDERSTOOD = deafSentence('not-understood', {});
const UNHEARD =
  'A quiet room looks the same. Write something in the room and run this again; if it stays, check the address, the room and the token.';
const TRY_AGAIN = 'Try again; if it goes on, look at what `status` says of this source.';

const CHECK_IT =
  'Check the address, the room and the token of this source, and whether its tool runs.';
const THROUGH_PROXY =
  'It was tried through HTTP_PROXY or HTTPS_PROXY: see whether that reaches the source. One on this machine or in its network needs its host in NO_PROXY.';

/** Waits for the first of: ready, refused, failed twice, too late. */
class Attempts {
  readonly over: Promise<boolean>;
  /** Why the platform refuses us, and what to do. */
  refusal: string | undefined;
  /** Why the last attempt failed. */
  why: string | undefined;
  isThroughProxy = false;
  #resolve!: (ready: boolean) => void;
  #failed = 0;
  #isUnreached = false;
  #staying: NodeJS.Timeout | undefined;

  constructor() {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get wayOut(): string {
    if (this.refusal !== undefined) return this.refusal;
    if (!this.isThroughProxy) return CHECK_IT;
    // What has answered is the source, or the proxy.
    return this.#isUnreached ? THROUGH_PROXY : `${CHECK_IT} ${THROUGH_PROXY}`;
  }

  /** The time is over. */
  end(): void {
    this.#resolve(this.#staying !== undefined);
    clearTimeout(this.#staying);
  }

  get listener(): ConnectionListener {
    return {
      ...HEEDLESS_LISTENER,
      connected: () => {
        this.#staying = setTimeout(() => this.#resolve(true), STAYS_MS);
      },
      disconnected: (reason, code) => this.#failedFor(reason, code),
      refused: (sentence) => {
        this.refusal = logText(sentence);
        this.end();
      },
    };
  }

  #failedFor(reason: DisconnectReason, code: number | string | undefined): void {
    clearTimeout(this.#staying);
    this.#staying = undefined;
    if (reason === 'stopped') return;
    this.why = code === undefined ? reason : `${reason} (${logText(String(code))})`;
    this.#isUnreached = reason === 'connect-failed' || reason === 'connect-timeout';
    this.#failed++;
    // The refusal, with its remedy, is told right after.
    if (this.#failed >= ATTEMPTS_MAX) setImmediate(() => this.end());
  }
}
