import { readRecord, type TrailRecord } from './trail-record.js';

const RECORDS: readonly TrailRecord[] = [
  { k: 'came', bridge: 'b', rows: [[1, 'comment', 'k', '', '']], words: [['u', 'n', 't']] },
  { k: 'came', bridge: 'b', rows: [[1, 'comment', 'k', '', '']], words: 'sealed' },
  {
    k: 'came',
    bridge: 'b',
    rows: [[1, 'gift', 'k', '', '']],
    words: [['u', 'n', 't', { u: [1, 'b', 2, 3], g: ['Rose', 1, 5, 5], r: ['m', 's'] }]],
  },
  { k: 'chose', at: 1, rows: [['k', 'chosen', '', 1]] },
  { k: 'shed', at: 1, dropped: { duplicate: 1 } },
  { k: 'shed', at: 1, dropped: {}, keys: { duplicate: ['k'] } },
  { k: 'settled', at: 1, events: 1, reported: ['k'], dropped: { expired: ['l'] }, dead: [] },
];

describe('a record of a trail', () => {
  it.each(RECORDS)('is read as it was written: %j', (record) => {
    expect(readRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each([
    'no JSON',
    'null',
    '{"k":"of a later version"}',
    '{"k":"came"}',
    '{"k":"came","bridge":"b","rows":[null],"words":[]}',
    '{"k":"came","bridge":"b","rows":[],"words":7}',
    '{"k":"came","bridge":7,"rows":[],"words":[]}',
    '{"k":"came","bridge":"b","rows":[[1]],"words":[null]}',
    '{"k":"came","bridge":"b","rows":[[]],"words":[["u","n","t"]]}',
    '{"k":"came","bridge":"b","rows":[["1","comment","k","",""]],"words":[["u","n","t"]]}',
    '{"k":"came","bridge":"b","rows":[[1e300,"comment","k","",""]],"words":[["u","n","t"]]}',
    '{"k":"came","bridge":"b","rows":[[1,"comment","k","",""]],"words":[[1,null,{}]]}',
    '{"k":"came","bridge":"b","rows":[[1,"comment","k","",""]],"words":[["u","n","t",null]]}',
    '{"k":"came","bridge":"b","rows":[[1,"comment","k","",""]],"words":[["u","n","t",{"r":5}]]}',
    '{"k":"chose","rows":[1]}',
    '{"k":"chose","at":1,"rows":[["k","chosen"]]}',
    '{"k":"settled","at":"1","events":1,"reported":[],"dropped":{},"dead":[]}',
    '{"k":"shed"}',
    '{"k":"shed","dropped":{},"keys":{"duplicate":1}}',
    '{"k":"settled","reported":[],"dead":[]}',
    '{"k":"settled","reported":[],"dropped":{"expired":7},"dead":[]}',
  ])('is none where its readers would stumble over it: %s', (text) => {
    expect(readRecord(text)).toBeUndefined();
  });
});
