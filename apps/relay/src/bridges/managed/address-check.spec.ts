import type { BridgeConfig } from '#config';
import { AddressGuard } from '../../network/address-guard.js';
import { AddressCheck, type AskedHosts } from './address-check.js';

function configOf(host: string): BridgeConfig {
  return { source: { type: 'websocket', options: { url: `wss://${host}/` } } } as never;
}

describe('the check of addresses', () => {
  it('asks for a host once, of however many bridges that are checked together', async () => {
    const asked: string[] = [];
    const guard = new AddressGuard([], async (host) => {
      asked.push(host);
      return [{ address: host === 'inner.example' ? '10.0.0.1' : '93.184.215.14', family: 4 }];
    });
    const check = new AddressCheck(guard, new Map());
    const hosts: AskedHosts = new Map();
    const names = ['inner.example', 'outer.example', 'inner.example', 'outer.example'];
    const problems = await Promise.all(
      names.map(async (name) => check.problemsOf(configOf(name), hosts)),
    );
    expect(problems.map(({ length }) => length)).toEqual([1, 0, 1, 0]);
    expect(asked).toEqual(['inner.example', 'outer.example']);
  });
});
