import * as fc from 'fast-check';
import { PortSlots, type DropReason, type Slot } from './port-slots.js';

const LIMITS = { strangersMax: 3, askingMax: 2, knownMax: 2 };

class Client implements Slot {
  dropped = false;
  destroy(): void {
    this.dropped = true;
  }
}

function port(): { slots: PortSlots; reasons: DropReason[]; come: (count: number) => Client[] } {
  const reasons: DropReason[] = [];
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
  it('lets everybody in, and drops who has asked nothing for longest', () => {
    const { come, reasons } = port();
    expect(droppedOf(come(5))).toEqual([0, 1]);
    expect(reasons).toEqual(['crowded', 'crowded']);
  });

  it('keeps who asks the console, however many come', () => {
    const { slots, come } = port();
    const [probe] = come(1);
    slots.asks(probe!);
    come(20);
    expect(probe!.dropped).toBe(false);
  });

  it('drops the oldest who asks the console, where too many do', () => {
    const { slots, come } = port();
    const clients = come(3);
    for (const client of clients) slots.asks(client);
    expect(droppedOf(clients)).toEqual([0]);
  });

  it('counts who was answered by the time since', () => {
    const { slots, come } = port();
    const clients = come(3);
    slots.asks(clients[0]!);
    slots.rest(clients[0]!);
    come(1);
    expect(droppedOf(clients)).toEqual([1]);
  });

  it('drops nobody who is known, and says when there is no room for one more', () => {
    const { slots, come } = port();
    const clients = come(3);
    expect(clients.map((client) => slots.admit(client))).toEqual([true, true, false]);
    come(20);
    expect(droppedOf(clients)).toEqual([2]);
    expect(slots.admit(clients[0]!)).toBe(true);
    slots.leave(clients[0]!);
    expect(slots.admit(come(1)[0]!)).toBe(true);
  });

  it('never holds more than its limits, nor drops anybody twice', () => {
    const deeds = ['enter', 'asks', 'admit', 'rest', 'leave'] as const;
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
