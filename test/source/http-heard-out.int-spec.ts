import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection, EventStream, Polling } from '#source';
import { eventually } from '../support/eventually.js';
import { connect, stopConnections } from './connection-rig.js';
import { EventStreamStandIn } from './event-stream-stand-in.js';
import { openProtocol, saidEvent } from './line-protocol.js';

const numbers = Array.from({ length: 200 }, (_, n) => n);

afterEach(async () => stopConnections());

describe(`${Connection.name} over HTTP that is left, and heard out`, () => {
  it('hands on the rest of what it has read of an event stream as it leaves', async () => {
    const server = await EventStreamStandIn.start();
    try {
      const { open } = new EventStream(globalThis.fetch);
      const { connection, log } = connect(
        openProtocol(server.httpUrl, {
          connectTo: () => ({ url: server.httpUrl, open }),
          frame: (frame, _, sink) => {
            const { data } = JSON.parse(frame.toString()) as { data: string };
            sink.event(saidEvent(Number(data)));
          },
        }),
      );
      await log.untilCalled('connected');
      let gone: Promise<void> | undefined;
      log.onCall = ([name]) => {
        if (name === 'event') gone ??= connection.stop({ isHeardOut: true });
      };
      (await server.client(1)).write(numbers.map((n) => `data: ${n}\n\n`).join(''));
      await log.until(() => gone !== undefined);
      await gone;
      expect(log.events).toEqual(numbers.map(saidEvent));
    } finally {
      await server.stop();
    }
  });

  it('hands on an answer that has come, and waited since its source was paused', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end(`say ${requests}`);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let answers = 0;
    const read: typeof globalThis.fetch = async (...given) => {
      const answer = await globalThis.fetch(...given);
      const whole = new Response(await answer.arrayBuffer(), answer);
      answers++;
      return whole;
    };
    const { open } = new Polling(read, { url, waitMs: 5 });
    const { connection, log } = connect(openProtocol(url, { connectTo: () => ({ url, open }) }));
    await log.untilCalled('connected');
    let isPaused = false;
    server.prependListener('request', () => {
      connection.pause();
      isPaused = true;
    });
    await eventually(() => isPaused && answers === requests, 'the last answer has come');
    // It is in memory, and taken from there.
    for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
    await connection.stop({ isHeardOut: true });
    expect(log.events).toEqual(Array.from({ length: requests }, (_, n) => saidEvent(n + 1)));
    server.closeAllConnections();
    server.close();
  });
});
