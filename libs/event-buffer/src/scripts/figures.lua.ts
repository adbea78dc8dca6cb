import { defineScript } from './define-script.js';

/**
 * What is watched of some targets, in one step.
 *
 * KEYS   then for each target: its hash, the set of its bridges
 * ARGV   then for each target: ledgers: what the keys of its ledgers begin with
 *
 * Returns for each target {waiting, why it is paused, why its next report waits, then for each
 * bridge: name, waiting, dead}. A read, so that it does its work on a full Redis, too.
 */
const LUA = `
local answer = {}
for i, ledgers in ipairs(ARGV) do
  local fields = redis.call('HMGET', KEYS[2 * i - 1], 'waiting', 'pausedReason', 'delay')
  local row = { fields[1] or '0', fields[2] or '', fields[3] or '' }
  for _, bridge in ipairs(redis.call('SMEMBERS', KEYS[2 * i])) do
    local counts = redis.call('HMGET', ledgers .. bridge, 'waiting', 'dead')
    row[#row + 1] = bridge
    row[#row + 1] = counts[1] or '0'
    row[#row + 1] = counts[2] or '0'
  end
  answer[i] = row
end
return answer
`;

export interface TargetFiguresCall {
  readonly targets: readonly {
    readonly target: string;
    readonly bridges: string;
    readonly ledgers: string;
  }[];
}

export const targetFigures = defineScript<TargetFiguresCall, readonly (readonly string[])[]>({
  keys: [],
  moreKeys: ({ targets }) => targets.flatMap(({ target, bridges }) => [target, bridges]),
  args: [],
  moreArgs: ({ targets }) => targets.map(({ ledgers }) => ledgers),
  lua: LUA,
  readOnly: true,
});
