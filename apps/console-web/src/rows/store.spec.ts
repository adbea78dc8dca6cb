import { hear, link } from './store.js';

const NOTHING = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

describe('hear', () => {
  it('says that the relay does not answer, also if it never has', () => {
    expect(link.value).toBe('loading');
    hear({ kind: 'closed' });
    expect(link.value).toBe('unreached');
    hear({ kind: 'open' });
    expect(link.value).toBe('loading');
    const rest = { totals: NOTHING, processes: [], missingRoles: [], targets: [], bridges: [] };
    hear({ kind: 'snapshot', status: { at: 1, ...rest } });
    expect(link.value).toBe('live');
    hear({ kind: 'lost' });
    expect(link.value).toBe('lost');
  });
});
