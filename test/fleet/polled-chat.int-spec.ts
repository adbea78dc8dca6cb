import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually.js';
import { BRIDGE, RoomFleet } from './room-fleet.js';
import { textsIn } from './streak-room.js';

/** A chat that is asked for what came after a place in it. Its messages have no ids. */
class PolledChat {
  readonly #messages: object[] = [];
  readonly #server: Server = createServer(({ url = '' }, response) => {
    const since = Number(
      new URLSearchParams(url.split('?')[1]).get('since') ?? this.#messages.length,
    );
    const messages = this.#messages.slice(since);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ messages, place: this.#messages.length }));
    this.asked++;
  });
  asked = 0;

  static async open(): Promise<PolledChat> {
    const chat = new PolledChat();
    await once(chat.#server.listen(0, '127.0.0.1'), 'listening');
    return chat;
  }

  get source(): object {
    const { port } = this.#server.address() as AddressInfo;
    const rule = { event: 'comment', user: { name: 'by' }, text: 'said' };
    return {
      type: 'poll',
      url: `http://127.0.0.1:${port}/chat`,
      everySeconds: 1,
      next: { path: 'place', query: 'since' },
      mapping: { platform: 'x', each: 'messages', rules: [rule] },
    };
  }

  say(...texts: readonly string[]): void {
    for (const said of texts) this.#messages.push({ by: 'A', said });
  }

  /** Waits until it was asked once more. */
  async askedAgain(): Promise<void> {
    const before = this.asked;
    await eventually(() => this.asked > before, 'it is asked again');
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('a bridge that polls', () => {
  it('reports nothing again where it comes back to a collector that had it before', async () => {
    const chat = await PolledChat.open();
    const terms = { source: chat.source, placement: 'anywhere' };
    try {
      await RoomFleet.with(terms, async (fleet) => {
        const told = async (...texts: readonly string[]): Promise<void> => {
          chat.say(...texts);
          const last = texts.at(-1)!;
          await eventually(
            async () => (await textsIn(fleet.rig)).includes(last),
            `${last} is told`,
          );
        };
        const first = await fleet.join('one');
        await chat.askedAgain();
        await told('one', 'two');
        const second = await fleet.join('two');
        await fleet.looked(first);
        await fleet.offer(second);
        expect(await fleet.holderOf(BRIDGE, first)).toBe(second);
        await chat.askedAgain();
        await told('three', 'four');
        await fleet.offer(first);
        expect(await fleet.holderOf(BRIDGE, second)).toBe(first);
        await chat.askedAgain();
        await told('five');
        expect(await textsIn(fleet.rig)).toEqual(['one', 'two', 'three', 'four', 'five']);
      });
    } finally {
      chat.close();
    }
  });
});
