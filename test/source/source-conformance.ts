import type { RequestListener } from 'node:http';
import * as fc from 'fast-check';
import type { LiveEvent } from '#live-event';
import { DECODER_THREW, type ConnectionListener, type Frame, type SourceProtocol } from '#source';
import { HANGS_MS } from '../support/eventually.js';
import { connect, openHandles, stopConnections, untilHandlesAre } from './connection-rig.js';
import { mutationsOf } from './frame-mutations.js';
import type { StandIn } from './stand-in.js';
import { RawServer, StandInServer, type StandInClient } from './stand-in-server.js';

/** A source, and the stand-in for its platform. */
export interface ConformingSource {
  /** The type in the configuration. */
  readonly name: string;
  /**
   * Makes a protocol that connects to this server: to a socket at `url`, and to an API at
   * `httpUrl`.
   */
  create(server: { readonly url: string; readonly httpUrl: string }): SourceProtocol;
  /**
   * The handshake of the platform with a new connection. `said` waits for a frame that the source
   * must send. Absent if the platform accepts every connection.
   */
  handshake?(client: StandInClient): Promise<void> | void;
  /** Starts the stand-in for a platform that is no plain WebSocket server. */
  readonly serve?: () => Promise<StandIn>;
  /** The platform's API, if `connectTo`, `open` or `stop` call one. */
  readonly http?: RequestListener;
  /** A valid frame with events, different for each serial, and these events. */
  goodFrame(serial: number): { readonly frame: Frame; readonly events: readonly LiveEvent[] };
  /**
   * Malformed frames, similar to the platform's own. Each must be counted, and none may be fatal.
   */
  readonly garbage: readonly Frame[];
  /** Valid frames without a meaning for the relay, each with the kind that is counted. */
  readonly ignored?: readonly { readonly frame: Frame; readonly kind: string }[];
  /** The frame that the source sends to keep the connection alive, if it sends one. */
  readonly heartbeat?: Frame;
  /**
   * What ends a connection, and how the source reconnects then. Absent if it makes no difference.
   */
  readonly ends?: readonly ConnectionRule[];
}

/** A close or a frame of the platform that ends the connection, and the rule of the reconnect. */
export type ConnectionRule = {
  readonly rule: 'reconnect' | 'reconnect-now' | 'slow' | 'refused';
} & ({ readonly code: number; readonly reason?: string } | { readonly frame: Frame });

/** Settings by which every rule has a delay of its own, so that the delay tells the rule. */
const TELLING = {
  backoffFloorMs: 2,
  backoffFirstMs: 20,
  backoffLongestMs: 1_000,
  refusedDelayMs: 100_000,
  random: () => 0.5,
} as const;
const DELAYS: Readonly<Record<ConnectionRule['rule'], number>> = {
  reconnect: 10,
  'reconnect-now': 2,
  slow: 900,
  refused: 90_000,
};

/** The time for a handshake. A source with an API waits for answers of that, too. */
function handshakeMs({ http }: ConformingSource): number {
  return http === undefined ? 50 : 500;
}

/** The tests that every source which connects out must pass. */
export function describeSourceConformance(source: ConformingSource): void {
  describe(`${source.name} conforms: it`, () => {
    let server: StandIn;

    beforeEach(async () => {
      server = await (source.serve ?? standInFor)(source);
    });

    afterEach(async () => {
      await stopConnections();
      await server.stop();
    });

    const start = (options = {}): ReturnType<typeof connect> =>
      connect(source.create(server), options);

    /** Sends a good frame to the nth connection, and waits for exactly its events. */
    async function expectHeard(
      { log }: ReturnType<typeof connect>,
      nth: number,
      serial: number,
    ): Promise<void> {
      const { frame, events } = source.goodFrame(serial);
      const client = await server.client(nth);
      const before = log.events.length;
      await whileConnected(log, nth, () => {
        client.send(frame);
        return () => log.events.length >= before + events.length;
      });
      expect(log.events.slice(before)).toEqual(events);
    }

    it('connects and decodes', async () => {
      const made = start();
      await made.log.untilCalled('connected');
      await expectHeard(made, 1, 1);
      await expectHeard(made, 1, 2);
      expect(made.log.of('malformed')).toEqual([]);
    });

    it('has handed on what its server sent before it answers a ping, where it may be sent one', async () => {
      const protocol = source.create(server);
      const { connection, log } = connect(protocol);
      await log.untilCalled('connected');
      const client = await server.client(1);
      let pings = 0;
      client.webSocket?.on('ping', () => pings++);
      const { frame, events } = source.goodFrame(1);
      const before = log.events.length;
      client.send(frame);
      const isAnswered = await connection.roundTrip();
      const mayBeSent = client.webSocket !== undefined && protocol.pingWhenQuiet !== false;
      expect([pings > 0, isAnswered]).toEqual([mayBeSent, mayBeSent]);
      expect(mayBeSent ? log.events.slice(before) : events).toEqual(events);
    });

    for (const { frame, kind } of source.ignored ?? []) {
      it(`ignores ${kind}, by name`, async () => {
        const made = start();
        await made.log.untilCalled('connected');
        (await server.client(1)).send(frame);
        await expectHeard(made, 1, 1);
        expect(made.log.of('ignored')).toEqual([[kind]]);
        expect(made.log.of('malformed')).toEqual([]);
      });
    }

    it('counts every frame that is wrong, and goes on', async () => {
      const made = start();
      await made.log.untilCalled('connected');
      for (const [at, frame] of source.garbage.entries()) {
        const counted = countedBy(made.log);
        (await server.client(1)).send(frame);
        await expectHeard(made, 1, at + 1);
        expect([String(frame), countedBy(made.log)]).not.toEqual([String(frame), counted]);
      }
      expect(made.log.of('disconnected')).toEqual([]);
    });

    it('survives any bytes and any mutation of a good frame', async () => {
      const made = start();
      await made.log.untilCalled('connected');
      const client = await server.client(1);
      let serial = 0;
      const frames = fc.array(
        mutationsOf(() => source.goodFrame(++serial).frame),
        {
          maxLength: 20,
        },
      );
      await fc.assert(
        fc.asyncProperty(frames, async (garbage) => {
          const already = made.log.of('received').length;
          await whileConnected(made.log, 1, () => {
            for (const frame of garbage) client.send(frame);
            return () => made.log.of('received').length >= already + garbage.length;
          });
          await expectHeard(made, 1, ++serial);
        }),
        { numRuns: 50, endOnFailure: true },
      );
      expect(made.log.of('malformed')).not.toContainEqual([DECODER_THREW]);
      expect(made.log.of('disconnected')).toEqual([]);
    }, 180_000);

    if (source.heartbeat !== undefined) {
      it('keeps the connection alive with its heartbeat', async () => {
        connect(hasty(source, server));
        const client = (await server.client(1)) as StandInClient;
        const heartbeat = Buffer.from(source.heartbeat ?? '');
        await client.said((frame) => heartbeat.equals(Buffer.from(frame)));
      });
    }

    it('reconnects after a line that went half open', async () => {
      const made = connect(hasty(source, server));
      await made.log.untilCalled('connected');
      (await server.client(1)).freeze();
      expect(await made.log.untilCalled('disconnected')).toEqual(['silence', 1006]);
      await made.log.untilCalled('connected', 2);
      await expectHeard(made, 2, 1);
    });

    it('reconnects after a cut in the middle of a frame', async () => {
      const made = start();
      await made.log.untilCalled('connected');
      (await server.client(1)).cutInMidFrame();
      expect((await made.log.untilCalled('disconnected'))[1]).toBe(1006);
      await made.log.untilCalled('connected', 2);
      await expectHeard(made, 2, 1);
      expect(server.openMost).toBe(1);
    });

    it('does not hang on a platform that never answers', async () => {
      const deaf = await RawServer.start(() => {});
      const deafUrls = { url: deaf.url, httpUrl: deaf.url.replace('ws:', 'http:') };
      const { log } = connect(source.create(deafUrls), {
        connectTimeoutMs: 50,
        stopTimeoutMs: 50,
      });
      await log.untilCalled('reconnecting', 2);
      expect(log.of('connected')).toEqual([]);
      await stopConnections();
      await deaf.stop();
    });

    if (source.handshake !== undefined) {
      it('gives up a platform that opens the socket and never accepts', async () => {
        const platform = server as StandInServer;
        platform.onClient = () => {};
        const made = start({ handshakeTimeoutMs: handshakeMs(source) });
        expect((await made.log.untilCalled('disconnected'))[0]).toBe('handshake-timeout');
        expect(made.log.of('connected')).toEqual([]);
        platform.onClient = (client) => source.handshake?.(client);
        await made.log.untilCalled('connected');
        await expectHeard(made, platform.clients.length, 1);
      });
    }

    for (const end of source.ends ?? []) {
      const { rule, ...cause } = end;
      it(`follows ${JSON.stringify(cause)} by its rule: ${rule}`, async () => {
        const made = start(TELLING);
        await made.log.untilCalled('connected');
        const client = await server.client(1);
        if ('frame' in end) client.send(end.frame);
        else (client as StandInClient).socket.close(end.code, end.reason);
        expect(await made.log.untilCalled('reconnecting')).toEqual([DELAYS[rule]]);
        expect(made.log.of('refused')).toHaveLength(rule === 'refused' ? 1 : 0);
      });
    }

    it('stops cleanly and leaves nothing behind', async () => {
      const before = openHandles();
      const made = start({ stopTimeoutMs: HANGS_MS, closeTimeoutMs: HANGS_MS });
      await made.log.untilCalled('connected');
      await expectHeard(made, 1, 1);
      const client = await server.client(1);
      await made.connection.stop();
      await client.closed;
      await untilHandlesAre(before);
      expect(made.log.of('stopFailed')).toEqual([]);
      expect(made.log.of('disconnected')).toEqual([['stopped', 1000]]);
      expect(server.open).toBe(0);
    });
  });
}

async function standInFor(source: ConformingSource): Promise<StandInServer> {
  const server = await StandInServer.start(source.http);
  server.onClient = (client) => source.handshake?.(client);
  return server;
}

/**
 * Acts on the nth connection, and waits until the returned condition holds. Fails at once, with the
 * reason, if the connection is lost.
 */
async function whileConnected(
  log: ReturnType<typeof connect>['log'],
  nth: number,
  act: () => () => boolean,
): Promise<void> {
  const holds = act();
  await log.until(() => holds() || log.of('disconnected').length >= nth);
  expect(log.of('disconnected').slice(nth - 1)).toEqual([]);
}

const COUNTERS = [
  'ignored',
  'malformed',
  'tooLarge',
] as const satisfies (keyof ConnectionListener)[];

function countedBy(log: ReturnType<typeof connect>['log']): number {
  return COUNTERS.reduce((sum, name) => sum + log.of(name).length, 0);
}

/**
 * The protocol with times that a test can wait for: its own ones are minutes. Only the first
 * connection is quickly taken for dead.
 */
function hasty(source: ConformingSource, server: StandIn): SourceProtocol {
  const protocol = source.create(server);
  // No frame arrives while the source waits for an API.
  const hastyMs = source.http === undefined ? 200 : 1000;
  let connections = 0;
  return {
    connectTo: (signal) => {
      connections++;
      return protocol.connectTo(signal);
    },
    open: (session) => protocol.open?.(session),
    frame: (frame, session, sink) => protocol.frame(frame, session, sink),
    get heartbeat() {
      return protocol.heartbeat && { ...protocol.heartbeat, everySeconds: 0.05 };
    },
    pingWhenQuiet: protocol.pingWhenQuiet,
    get silenceMs() {
      return connections === 1 ? hastyMs : HANGS_MS;
    },
    closed: (code, reason) => protocol.closed?.(code, reason) ?? 'reconnect',
    stop: async () => protocol.stop?.(),
  };
}
