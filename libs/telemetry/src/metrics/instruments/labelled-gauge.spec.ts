import { LabelledGauge } from './labelled-gauge.js';

const definition = { name: 'relay_g', type: 'gauge', help: '', labels: ['bridge'] } as const;
const named = ({ name }: Row): string => name;
const valued = ({ value }: Row): number | undefined => value;

interface Row {
  readonly name: string;
  readonly value: number | undefined;
}

function told(gauge: LabelledGauge<readonly ['bridge']>): [string, number][] {
  return Array.from(gauge.family().samples, ({ text, value }) => [text, value]);
}

describe('LabelledGauge', () => {
  it('replaces its series by the rows that there are, without those that have no value', () => {
    const gauge = new LabelledGauge(definition);
    gauge.replace(
      [
        { name: 'a', value: 1 },
        { name: 'b', value: 2 },
        { name: 'c', value: undefined },
      ],
      named,
      valued,
    );
    expect(told(gauge)).toEqual([
      ['bridge="a"', 1],
      ['bridge="b"', 2],
    ]);
    gauge.replace(
      [
        { name: 'b', value: 3 },
        { name: 'b', value: 4 },
        { name: 'd', value: 5 },
      ],
      named,
      valued,
    );
    expect(told(gauge)).toEqual([
      ['bridge="b"', 4],
      ['bridge="d"', 5],
    ]);
    gauge.replace([], named, valued);
    expect(told(gauge)).toEqual([]);
  });
});
