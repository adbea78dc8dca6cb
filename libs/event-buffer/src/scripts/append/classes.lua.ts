import { classOfCode, EVENT_CLASSES, EVENT_CODE_MAX, FILL_MAX } from '#live-event';

const CLASSES = Array.from({ length: EVENT_CODE_MAX }, (_, i) => `'${classOfCode(i + 1)}'`);
const OF_OTHERS = classOfCode(EVENT_CODE_MAX + 1);
const LIMITS = EVENT_CLASSES.map((name) => `${name} = math.floor(depthMax * ${FILL_MAX[name]})`);

/** The most events of a target that may wait to be chosen; further ones are shed. */
const CANDIDATES_MAX = 20_000;
const CANDIDATES = EVENT_CLASSES.map(
  (name) => `${name} = ${Math.floor(CANDIDATES_MAX * FILL_MAX[name])}`,
);

/**
 * Part of the append script: the class of each type, and the part of the buffer, and of what may wait to be
 * chosen, that each class may fill.
 */
export const KNOWS_CLASSES = `
-- The class of each type, by its code, from 1.
local CLASSES = {${CLASSES.join(', ')}}
local function class(type)
  return CLASSES[type] or '${OF_OTHERS}'
end
local fillMax = {${LIMITS.join(', ')}}
local candidatesMax = {${CANDIDATES.join(', ')}}

-- The less memory is left, the more classes are shed: first ambient, then chat, never paid.
local short = {ambient = shortage >= 1, chat = shortage >= 2, paid = false}`;
