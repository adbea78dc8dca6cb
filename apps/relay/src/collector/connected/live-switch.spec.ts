import { LiveSwitch, type WatchLive } from './live-switch.js';

describe('LiveSwitch', () => {
  let did: string[];
  let heard: Parameters<WatchLive>[0] | undefined;
  const connection = {
    connect: () => did.push('connect'),
    disconnect: async () => Promise.resolve(void did.push('disconnect')),
  };
  const watch: WatchLive = (hear) => {
    heard = hear;
    return () => {
      heard = undefined;
    };
  };
  beforeEach(() => {
    did = [];
    heard = undefined;
  });

  function changed(live: boolean | undefined): void {
    did.push(`heard ${live}`);
  }

  it('connect always: connects at once', () => {
    const always = new LiveSwitch(connection, undefined, changed);
    always.held();
    always.lost();
    expect(did).toEqual(['connect', 'disconnect']);
  });

  it('connects and disconnects with the live job, and tells changes alone', () => {
    const whileLive = new LiveSwitch(connection, watch, changed);
    whileLive.held();
    expect(did).toEqual([]);
    for (const live of [false, true, true, false]) heard!(live);
    expect(did).toEqual([
      'heard false',
      'disconnect',
      'heard true',
      'connect',
      'heard false',
      'disconnect',
    ]);
  });

  it('ignores live jobs while another process holds the bridge, and follows them again afterwards', () => {
    const whileLive = new LiveSwitch(connection, watch, changed);
    whileLive.held();
    heard!(true);
    whileLive.lost();
    expect(heard).toBeUndefined();
    did = [];
    whileLive.held();
    heard!(true);
    expect(did).toEqual(['heard true', 'connect']);
  });

  it('leaves the connection alone when it is stopped', () => {
    const whileLive = new LiveSwitch(connection, watch, changed);
    whileLive.held();
    whileLive.stop();
    expect(heard).toBeUndefined();
    expect(did).toEqual([]);
  });

  it('asks without connecting, and tells and follows what it has heard once the bridge is held', () => {
    const whileLive = new LiveSwitch(connection, watch, changed, () => did.push('learnt'));
    whileLive.ask();
    expect(whileLive.isKnown).toBe(false);
    heard!(true);
    // Nobody is told that the source is connected, which it is not.
    expect([whileLive.isKnown, did]).toEqual([true, ['learnt']]);
    whileLive.held();
    expect(did.splice(0)).toEqual(['learnt', 'heard true', 'connect']);
    whileLive.held();
    heard!(false);
    expect(did.splice(0)).toEqual(['heard false', 'disconnect', 'learnt']);
    whileLive.lost();
    expect(whileLive.isKnown).toBe(false);
  });

  it('tells of a source that is not connected that nobody knows whether it should be, until that is known', () => {
    const whileLive = new LiveSwitch(connection, watch, changed, () => did.push('learnt'));
    const idle = { state: 'idle', failures: 0 } as const;
    whileLive.held();
    expect(whileLive.told(idle)).toEqual(idle);
    for (const live of [undefined, undefined, false, undefined, false]) {
      heard!(live);
      const { refused = '' } = whileLive.told(idle);
      expect(refused).toMatch(live === undefined ? /^MetaStudio cannot be asked/u : /^$/u);
    }
    const [doubt, rests] = [
      ['heard undefined', 'learnt'],
      ['heard false', 'learnt'],
    ];
    const first = ['heard false', 'disconnect', 'learnt'];
    expect(did).toEqual([...doubt, ...first, ...doubt, ...rests]);
    heard!(undefined);
    const ready = { state: 'ready', failures: 0 } as const;
    expect(whileLive.told(ready)).toEqual(ready);
    whileLive.lost();
    expect(whileLive.told(idle)).toEqual(idle);
  });

  it('takes the room for known where the source is always connected', () => {
    const always = new LiveSwitch(connection, undefined, changed);
    always.ask();
    expect([always.isKnown, did]).toEqual([true, []]);
  });
});
