import { setImmediate as turn } from 'node:timers/promises';

import { InFlight } from './in-flight.js';

async function turns(): Promise<void> {
  for (let n = 0; n < 5; n++) await turn();
}

describe('InFlight', () => {
  it('counts reports of one job that overlap, and not those of different jobs', async () => {
    const inFlight = new InFlight();
    const leave = [inFlight.enter('a'), inFlight.enter('b')];
    await turns();
    expect(inFlight).toMatchObject({ perJobMax: 1, now: 2 });
    leave.push(inFlight.enter('a'));
    await turns();
    expect(inFlight).toMatchObject({ perJobMax: 2, now: 3 });
    for (const one of leave) one('answered');
    expect(inFlight.now).toBe(0);
  });

  it('does not count a report whose caller had hung up before the next arrived', async () => {
    const inFlight = new InFlight();
    const abandoned = inFlight.enter('a');
    inFlight.enter('a');
    abandoned('gone');
    await turns();
    expect(inFlight).toMatchObject({ perJobMax: 1, now: 1 });
  });

  it('counts an overlap although both were answered at once', async () => {
    const inFlight = new InFlight();
    for (const leave of [inFlight.enter('a'), inFlight.enter('a')]) leave('answered');
    await turns();
    expect(inFlight.perJobMax).toBe(2);
  });

  it('ends a report once, however often it is told', () => {
    const inFlight = new InFlight();
    const leave = inFlight.enter('a');
    leave('answered');
    leave('gone');
    expect(inFlight.now).toBe(0);
  });
});
