import { jest } from '@jest/globals';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { EventClient } from './event-client.js';
import { RowFeed } from './row-feed.js';

interface Opened {
  readonly client: EventClient;
  readonly response: ServerResponse;
  readonly told: () => string;
}

/** @param bytesASecond how fast its line is. */
function open(feed: RowFeed, bytesASecond = Infinity): Opened {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const chunks: Buffer[] = [];
  const socket = new Writable({
    write: (chunk: Buffer, _encoding, taken) => {
      chunks.push(Buffer.from(chunk));
      if (bytesASecond === Infinity) taken();
      else setTimeout(taken, (1000 * chunk.length) / bytesASecond);
    },
  });
  // As the server of a response does.
  socket.on('drain', () => response.emit('drain'));
  response.assignSocket(socket as Socket);
  return {
    client: new EventClient(request, response, feed),
    response,
    told: () => Buffer.concat(chunks).toString(),
  };
}

describe('EventClient', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('says that it is there by an event, which a page hears, where nothing changes', async () => {
    const { client, response, told } = open(new RowFeed('f'));
    jest.advanceTimersByTime(30_000);
    await setImmediate();
    expect(told().match(/event: here\ndata: \{\}\n\n/gu)).toHaveLength(2);
    client.end('stopping');
    response.emit('close');
  });

  it('tells all to a client that takes minutes for it, and leaves one that takes nothing', async () => {
    const feed = new RowFeed('f');
    const target = '直播间'.repeat(200_000);
    const state = { state: 'idle', waiting: 0, failures: 0 };
    feed.putTarget({ target, ...state, control: { revision: 0, state: 'running' } });
    const totals = { received: 0, reported: 0, deadLettered: 0, waiting: 0, dropped: {} };
    feed.tell({ at: 1, totals: { ...totals, unaccounted: 0 }, processes: [], missingRoles: [] });
    const slow = open(feed, 10_000);
    const stuck = open(feed, 1);
    for (let second = 0; second < 200; second++) {
      for (const { client } of [slow, stuck]) client.looked(true);
      jest.advanceTimersByTime(1000);
      await setImmediate();
    }
    expect(slow.told().includes(target)).toBe(true);
    expect(/event: snapshot\ndata: .*\n\nevent: here\n/u.test(slow.told())).toBe(true);
    expect([slow.response.destroyed, stuck.response.destroyed]).toEqual([false, true]);
    for (const { response } of [slow, stuck]) response.emit('close');
  });
});
