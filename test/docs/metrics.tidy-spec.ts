import { DROP_REASONS } from '#live-event';
import { METRICS } from '#telemetry';
import { readFileSync } from 'node:fs';
import { KIND_WORDS } from '../../apps/relay/src/trail/reason-words.js';
import { tablesOf } from './tables.js';

const english = tablesOf(readFileSync('docs/METRICS.md', 'utf8'));
const chinese = tablesOf(readFileSync('docs/METRICS.zh-CN.md', 'utf8'));

/** A row for each kind of reasons. */
const DROPS = [...new Set(DROP_REASONS.map(({ kind }) => kind))].map((kind) => {
  const rows = DROP_REASONS.filter((row) => row.kind === kind);
  const reasons = rows.map(({ reason }) => reason).join(', ');
  return { kind, reasons, noRoom: rows.every((row) => row.noRoom) };
});

describe('docs/METRICS.md', () => {
  it('lists every metric of the code, and no other', () => {
    const told = english.get('Metrics');
    const real = Object.values(METRICS).map(({ name, type, labels, help }) => {
      return [name, type, labels.join(', '), help];
    });
    expect(told).toEqual(real);
  });

  it('tells why events are dropped, by every reason, and which of them nobody wanted', () => {
    const told = english.get('Why events are dropped')!;
    const real = DROPS.map(({ kind, reasons, noRoom }) => {
      return [reasons, noRoom ? 'no room' : '', KIND_WORDS[kind].replaceAll('`', '')];
    });
    expect(told).toEqual(real);
  });
});

describe('docs/METRICS.zh-CN.md', () => {
  it('lists the same metrics, and which of them the console role exports', () => {
    const told = chinese.get('指标')!.map(([name, type, labels, help]) => {
      return [name, type, labels, help!.endsWith('由 console 角色导出。')];
    });
    const real = Object.values(METRICS).map(({ name, type, labels, help }) => {
      return [name, type, labels.join(', '), help.endsWith('Exported by the console role.')];
    });
    expect(told).toEqual(real);
  });

  it('tells of every reason for which events are dropped, and which of them nobody wanted', () => {
    const told = chinese.get('事件为什么被丢弃')!.map(([reasons, noRoom]) => [reasons, noRoom]);
    const real = DROPS.map(({ reasons, noRoom }) => [reasons, noRoom ? '放不下' : '']);
    expect(told).toEqual(real);
  });
});
