import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';

setFlagsFromString('--allow-natives-syntax');
/** V8's own question, which has no other name. */
const haveSameMap = runInThisContext('(one, other) => %HaveSameMap(one, other)') as (
  one: object,
  other: object,
) => boolean;

/**
 * How many of the objects that are made have the shape of the one before, as a share of all. On Node 20 an
 * object that is copied by `...` and gets a further property has a shape of its own each time, which costs more than
 * what it is for.
 */
export function shareOfOneShape(make: (i: number) => object, count = 1000): number {
  let before = make(0);
  let same = 0;
  for (let i = 1; i <= count; i++) {
    const made = make(i);
    if (haveSameMap(before, made)) same++;
    before = made;
  }
  return same / count;
}
