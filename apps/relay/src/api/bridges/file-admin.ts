import type { BridgeRecord } from '#bridge';
import type { BridgeCatalogue } from '../../bridges/bridge-catalogue.js';
import type { BridgeAdmin, BridgeView, Managed } from './bridge-admin.js';

const PROVISIONED = {
  ok: false,
  problem: {
    kind: 'provisioned',
    detail: 'Bridges are those of the file: whoever edits it changes them.',
  },
} as const satisfies Managed<never>;

async function refuse(): Promise<Managed<never>> {
  return PROVISIONED;
}

/** The bridges of the file alone: to be looked at. */
export function fileAdmin(catalogue: Pick<BridgeCatalogue, 'bridges'>): BridgeAdmin {
  const known = (name: string): Managed<BridgeView> => {
    const bridge = catalogue.bridges.get(name);
    if (bridge === undefined) return { ok: false, problem: { kind: 'not-found' } };
    return { ok: true, value: viewOf(bridge.record) };
  };
  const change = async (name: string): Promise<Managed<BridgeView>> => {
    const found = known(name);
    return found.ok ? PROVISIONED : found;
  };
  return {
    list: async () => [...catalogue.bridges.values()].map(({ record }) => viewOf(record)),
    get: async (name) => known(name),
    create: refuse,
    change,
    pause: change,
    resume: change,
    remove: change,
    check: refuse,
  };
}

function viewOf({ name, revision, spec, changedAt, changedBy }: BridgeRecord): BridgeView {
  return {
    name,
    revision,
    origin: 'file',
    wanted: 'running',
    spec,
    changedAt,
    changedBy,
    shadowed: false,
    problems: [],
  };
}
