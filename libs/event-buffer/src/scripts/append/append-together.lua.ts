import { addArguments, addKeys, defineScript, type Argument } from '../define-script.js';
import { TAKES_MARK } from '../mark.lua.js';
import { packedLists } from '../packed-lists.js';
import { appendEvents, APPENDS, type AppendAnswer, type AppendCall } from './append.lua.js';

/**
 * Several appends in one command, each as in append.lua.ts. One that fails leaves the others as they are.
 *
 * KEYS   then the keys of each append
 * ARGV   then the arguments of each append, all packed into one; then a mark
 *
 * Returns the answer of each append, which may be an error.
 */
const LUA = `
${TAKES_MARK}
local function append(KEYS, ARGV)
${APPENDS}
end
local answers = {}
for n, args in ipairs(cmsgpack.unpack(ARGV[1])) do
  local from = (n - 1) * ${appendEvents.keys.length}
  local _, answer = pcall(append, {unpack(KEYS, from + 1, from + ${appendEvents.keys.length})}, args)
  -- An error of Redis 6 is a text.
  if type(answer) == 'string' then answer = {err = answer} end
  answers[n] = answer
end
return answers
`;

export interface AppendTogetherCall {
  readonly calls: readonly AppendCall[];
}

/** Answers in the order of the calls; an error in the place of an append that failed. */
export const appendTogether = defineScript<AppendTogetherCall, readonly (AppendAnswer | Error)[]>({
  keys: [],
  moreKeys: ({ calls }) => {
    const keys: Argument[] = [];
    for (const call of calls) addKeys(appendEvents, call, keys);
    return keys as string[];
  },
  args: [],
  moreArgs: ({ calls }) => [
    packedLists(
      calls.map((call) => {
        const args: Argument[] = [];
        addArguments(appendEvents, call, args);
        return args;
      }),
    ),
  ],
  lua: LUA,
  marks: true,
});
