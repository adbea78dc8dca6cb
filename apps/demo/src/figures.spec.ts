import type { SimulatorState } from '../../simulator/src/index.js';
import { figuresOf, problemsOf } from './figures.js';
import { figuresTable } from './figures-table.js';
import type { LedgerFigures, RelayLedger } from './status.external.js';

const row: LedgerFigures = {
  received: 100,
  reported: 94,
  deadLettered: 1,
  waiting: 0,
  dropped: { filtered_word: 3, superseded: 2 },
  unaccounted: 0,
};

const ledger = (change: Partial<LedgerFigures> = {}): RelayLedger => ({
  totals: { ...row, ...change },
  bridges: [{ bridge: 'demo-twitch', ...row, ...change }],
});

const state = (change: Partial<SimulatorState['accepted']> = {}, refused = {}): SimulatorState => {
  const accepted = { events: 94, distinct: 90, unmarked: 4, duplicates: 0, outOfOrder: 0 };
  return {
    accepted: { ...accepted, reports: 7, ...change },
    latencyMs: { count: 94, p50: 250.4, p99: 1500, max: 1600 },
    refusedByCode: refused,
    chat: { 'twitch-irc': [{ sent: { total: 60 } }], generic: [{ sent: { total: 40 } }] },
  } as unknown as SimulatorState;
};

describe('problemsOf', () => {
  it('finds no problem where every event is accounted for and arrived once', () => {
    expect(problemsOf(ledger(), state())).toEqual([]);
  });

  it.each<[string, RelayLedger, SimulatorState, string]>([
    ['nothing came', ledger({ received: 0 }), state(), 'Nothing was received.'],
    ['an event was never received', ledger({ received: 99 }), state(), 'sent 100 events, 99 were'],
    ['an event is missing', ledger({ reported: 93 }), state(), '1 events of demo-twitch are unacc'],
    ['events wait', ledger({ waiting: 2, reported: 92 }), state(), '2 events still wait.'],
    ['a report was lost', ledger(), state({ events: 93, distinct: 89 }), '93 arrived.'],
    ['an event came twice', ledger(), state({ duplicates: 1, distinct: 89 }), 'more than once'],
    ['events changed places', ledger(), state({ outOfOrder: 3 }), '3 events arrived out of order.'],
    ['a report was refused', ledger(), state({}, { 'MSS.00000003': 1 }), '1 reports were refused.'],
  ])('names the problem when %s', (_, seen, told, sentence) => {
    expect(problemsOf(seen, told).join('\n')).toContain(sentence);
  });
});

describe('figuresOf', () => {
  it('has the fields of the contract, and no others', () => {
    expect(figuresOf(ledger(), state())).toEqual({
      received: 100,
      reported: 94,
      dropped: { filtered_word: 3, superseded: 2 },
      deadLettered: 1,
      waiting: 0,
      reports: 7,
      latencyMs: { p50: 250.4, p99: 1500 },
    });
  });
});

describe('figuresTable', () => {
  it('has a column for every bridge and a row for every reason', () => {
    expect(figuresTable(ledger(), figuresOf(ledger(), state()))).toEqual([
      '                         demo-twitch      total',
      'received                         100        100',
      'reported                          94         94',
      'dropped: filtered_word             3          3',
      'dropped: superseded                2          2',
      'dead-lettered                      1          1',
      'waiting                            0          0',
      'reports                                       7',
      'latency p50                              250 ms',
      'latency p99                            1,500 ms',
    ]);
  });
});
