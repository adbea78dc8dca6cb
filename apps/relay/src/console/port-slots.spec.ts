import * as fc from 'fast-check';
import { PortSlots, type PortDropReason, type Slot } from './port-slots.js';

const LIMITS = { strangersMax: 3, askingMax: 2, knownMax: 2 };

class Client implements Slot {
  dropped = false;
  destroy(): void {
    this.dropped = true;
  }
}

function port(): {
  slots: PortSlots;
  reasons: PortDropReason[];
  come: (count: number) => Client[];
} {
  const reasons: PortDropReason[] = [];
  const slots = new PortSlots((reason) => reasons.push(reason), LIMITS);
  const come = (count: number): Client[] =>
    Array.from({ length: count }, () => {
      const client = new Client();
      slots.enter(client);
      return client;
    });
  return { slots, reasons, come };
}

function droppedOf(clients: readonly Client[]): number[] {
  return clients.flatMap(({ dropped }, at) => (dropped ? [at] : []));
}

describe('PortSlots', () => {
  it('a full port: closes the connection that has asked nothing for longest', () => {
    const { come, reasons } = port();
    expect(droppedOf(come(5))).toEqual([0, 1]);
    expect(reasons).toEqual(['crowded', 'crowded']);
  });

  it('keeps connections of the console, however many others come', () => {
    const { slots, come } = port();
    const [probe] = come(1);
    slots.asks(probe!);
    come(20);
    expect(probe!.dropped).toBe(false);
  });

  it('closes the oldest connection of the console, where too many are open', () => {
    const { slots, come } = port();
    const clients = come(3);
    for (const client of clients) slots.asks(client);
    expect(droppedOf(clients)).toEqual([0]);
  });

  it('ranks an answered connection by the time since its answer', () => {
    const { slots, come } = port();
    const clients = come(3);
    slots.asks(clients[0]!);
    slots.idle(clients[0]!);
    come(1);
    expect(droppedOf(clients)).toEqual([1]);
  });

  it('closes no admitted connection, and admits no more than there is room for', () => {
    const { slots, come } = port();
    const clients = come(3);
    expect(clients.map((client) => slots.admit(client))).toEqual([true, true, false]);
    come(20);
    expect(droppedOf(clients)).toEqual([2]);
    expect(slots.admit(clients[0]!)).toBe(true);
    slots.leave(clients[0]!);
    expect(slots.admit(come(1)[0]!)).toBe(true);
  });

  it('never exceeds its limits, and closes no connection twice', () => {
    const deeds = ['enter', 'asks', 'admit', 'idle', 'leave'] as const;
    const steps = fc.array(fc.tuple(fc.constantFrom(...deeds), fc.nat(9)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (all) => {
        const { slots, reasons } = port();
        const clients: Client[] = Array.from({ length: 10 }, () => new Client());
        const inside = new Set<Client>();
        let drops = 0;
        for (const [deed, at] of all) {
          const client = clients[at]!;
          if (deed === 'enter' && inside.has(client)) continue;
          slots[deed](client);
          if (deed === 'enter') inside.add(client);
          if (deed === 'leave') inside.delete(client);
          for (const [index, one] of clients.entries()) {
            if (!one.dropped) continue;
            drops++;
            expect(inside.delete(one)).toBe(true);
            clients[index] = new Client();
          }
          expect(inside.size).toBeLessThanOrEqual(7);
        }
        expect(reasons).toHaveLength(drops);
      }),
    );
  });
});
