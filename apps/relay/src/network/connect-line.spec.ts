import { ConnectLine } from './connect-line.js';

/** A line in which each is served when the test says so. */
class Rig {
  readonly served: string[] = [];
  ended = 0;
  readonly line = new ConnectLine(() => this.ended++);
  #next: (() => void)[] = [];

  stand(name: string, isAgain = () => false, signal = new AbortController().signal): void {
    const serve = async (): Promise<void> => {
      this.served.push(name);
      return new Promise((resolve) => this.#next.push(resolve));
    };
    void this.line.stand(serve, signal, isAgain);
  }

  async goOn(): Promise<void> {
    this.#next.shift()!();
    await new Promise(setImmediate);
  }
}

describe('the queue of sources that wait to connect', () => {
  it('a repeatedly failing source lets the others pass', async () => {
    const rig = new Rig();
    for (const name of ['a', 'b', 'c']) rig.stand(name, () => true);
    rig.stand('lost');
    rig.stand('changed');
    for (let i = 0; i < 5; i++) await rig.goOn();
    expect([rig.served, rig.ended]).toEqual([['a', 'lost', 'changed', 'b', 'c'], 1]);
  });

  it('a source that was changed while it waits goes first', async () => {
    const rig = new Rig();
    let isAgain = true;
    for (const name of ['a', 'b']) rig.stand(name, () => true);
    rig.stand('c', () => isAgain);
    isAgain = false;
    await rig.goOn();
    expect(rig.served).toEqual(['a', 'c']);
  });

  it('a source that has left takes no turn', async () => {
    const rig = new Rig();
    rig.stand('a');
    rig.stand('left', () => false, AbortSignal.abort());
    rig.stand('b');
    await rig.goOn();
    expect(rig.served).toEqual(['a', 'b']);
  });
});
