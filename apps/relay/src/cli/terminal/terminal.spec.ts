import { Writable } from 'node:stream';
import { terminalOf } from './terminal.js';

function sizeOf(stream: object, environment: Readonly<Record<string, string>> = {}) {
  const stdout = Object.assign(new Writable(), stream);
  const { width, height } = terminalOf({ stdout, environment });
  return [width, height];
}

describe('terminalOf', () => {
  it('takes the size of a terminal from it, and the width of a pipe from COLUMNS', () => {
    expect(sizeOf({ isTTY: true, columns: 30, rows: 9 }, { COLUMNS: '100' })).toEqual([30, 9]);
    expect(sizeOf({}, { COLUMNS: '100' })).toEqual([100, undefined]);
    expect(sizeOf({}, { COLUMNS: '9' })).toEqual([undefined, undefined]);
  });

  it('knows no size of a terminal that tells none, as a serial console', () => {
    const serial = { isTTY: true, columns: 0, rows: 0 };
    expect(sizeOf(serial)).toEqual([undefined, undefined]);
    expect(sizeOf(serial, { COLUMNS: '100' })).toEqual([100, undefined]);
  });
});
