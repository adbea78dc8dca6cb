import type { BridgeConfig } from '#config';
import type { StoredBridge } from '../bridges/bridge-store.js';
import { CollectedBridges, type BridgeKind } from './collected-bridges.js';

/** A kind of bridges whose work takes a moment, in a log that all kinds share. */
class SlowKind implements BridgeKind {
  readonly #names = new Set<string>();

  constructor(
    readonly type: string,
    readonly log: string[],
  ) {}

  has(name: string): boolean {
    return this.#names.has(name);
  }

  wants({ source }: BridgeConfig): boolean {
    return source.type === this.type;
  }

  async take(config: BridgeConfig, hasNewSource: boolean): Promise<void> {
    if (!this.wants(config)) return;
    const sign = this.has(config.name) ? (hasNewSource ? '*' : '~') : '+';
    this.#names.add(config.name);
    await this.#work(`${sign}${config.name}`);
  }

  async remove(name: string): Promise<void> {
    if (this.#names.delete(name)) await this.#work(`-${name}`);
  }

  async #work(what: string): Promise<void> {
    this.log.push(`${this.type} ${what}`);
    await new Promise(setImmediate);
    this.log.push(`${this.type} ${what} done`);
  }
}

function bridge(name: string, type: string): StoredBridge {
  return { config: { name, source: { type } } as BridgeConfig, record: null as never };
}

const NONE = { added: [], changed: [], removed: [] };

describe('what a process collects', () => {
  it('ends a bridge of one kind before it begins as one of the other, and then follows the next change', async () => {
    const log: string[] = [];
    const host = new CollectedBridges([new SlowKind('push', log), new SlowKind('connect', log)]);
    const [before, after] = [bridge('a', 'connect'), bridge('a', 'push')];
    await host.apply({ ...NONE, added: [before] });
    log.length = 0;
    await Promise.all([
      host.apply({ ...NONE, changed: [{ before, after, hasNewSource: true }] }),
      host.apply({ ...NONE, changed: [{ before: after, after: before, hasNewSource: true }] }),
      host.apply({ ...NONE, removed: [before] }),
    ]);
    const steps = ['connect -a', 'push +a', 'push -a', 'connect +a', 'connect -a'];
    expect(log).toEqual(steps.flatMap((step) => [step, `${step} done`]));
  });

  it('does not have one bridge wait for another', async () => {
    const log: string[] = [];
    const host = new CollectedBridges([new SlowKind('push', log)]);
    await host.apply({ ...NONE, added: [bridge('a', 'push'), bridge('b', 'push')] });
    expect(log.slice(0, 2)).toEqual(['push +a', 'push +b']);
  });
});
