import { DrainChanges, TargetRecord } from '#event-buffer';
import { stateFields, keptStateOf, type KeptState } from './kept-state.js';

const NOW = 1_800_000_000_000;

const STATE: KeptState = {
  failures: 3,
  failingSince: 1_799_999_000_000,
  keptBackUntil: NOW - 7,
  reportedAt: NOW - 5,
  grantedAt: NOW + 5,
  inFlight: 17,
  bodyBytesMax: 5000,
  bodyMaxAt: NOW - 1000,
  remedied: true,
  relocated: true,
  suspicion: {
    refused: [{ code: 'MSS.00000003', message: 'no', requestId: 'r', at: 1, offset: 0 }],
    suspects: 0,
    tries: 4,
    again: true,
    row: 4,
  },
};

const changes = new DrainChanges(TargetRecord.of([]));
const kept = (state: KeptState): TargetRecord =>
  TargetRecord.of(changes.textsOf(stateFields(state)));

describe('the state of a target', () => {
  it('is read from the hash as it was written', () => {
    expect(keptStateOf(kept(STATE), NOW)).toEqual(STATE);
  });

  it('is empty where the hash holds nothing', () => {
    const empty = keptStateOf(new Map(), NOW);
    expect(empty).toMatchObject({ failures: 0, inFlight: 0, bodyBytesMax: Infinity });
    expect(Object.values(kept(empty).fields).join('')).toBe('');
  });

  it('forgets how large a body may be after ten minutes', () => {
    expect(keptStateOf(kept(STATE), NOW + 590_000).bodyBytesMax).toBe(5000);
    expect(keptStateOf(kept(STATE), NOW + 600_000)).toMatchObject({
      bodyBytesMax: Infinity,
      bodyMaxAt: 0,
    });
  });

  it('bounds stored times by now, since a clock may have been ahead', () => {
    const later = keptStateOf(kept(STATE), 5000);
    const bounded = { failingSince: 5000, keptBackUntil: 5000, reportedAt: 0, bodyMaxAt: 5000 };
    expect(later).toMatchObject(bounded);
    expect(keptStateOf(kept(STATE), 0).suspicion.refused[0]).toMatchObject({ at: 0 });
  });

  it('treats an unreadable field as absent', () => {
    const unreadable = new Map([
      ['failures', 'many'],
      ['reportedAt', 'Infinity'],
      ['bodyMax', '-1'],
      ['bodyMaxAt', String(NOW)],
      ['suspicion', '{'],
    ]);
    const nothing = new TargetRecord(new Map());
    expect(keptStateOf(new TargetRecord(unreadable), NOW)).toEqual(keptStateOf(nothing, NOW));
  });
});
