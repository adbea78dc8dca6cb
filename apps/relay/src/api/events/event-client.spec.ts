import { jest } from '@jest/globals';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { EventClient } from './event-client.js';
import { RowFeed } from './row-feed.js';

describe('EventClient', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('says that it is there by an event, which a page hears, where nothing changes', async () => {
    const request = new IncomingMessage(new Socket());
    const response = new ServerResponse(request);
    let text = '';
    const socket = new Writable({
      write: (chunk: Buffer, _encoding, taken) => {
        text += chunk.toString();
        taken();
      },
    });
    response.assignSocket(socket as Socket);
    const client = new EventClient(request, response, new RowFeed('f'));
    jest.advanceTimersByTime(30_000);
    await setImmediate();
    expect(text.match(/event: here\ndata: \{\}\n\n/gu)).toHaveLength(2);
    client.end('stopping');
    response.emit('close');
  });
});
