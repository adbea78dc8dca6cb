import type { BridgeConfig } from '#config';
import type { ApiBridge } from '../../bridges/managed/api-bridge-store.js';
import {
  NOT_HERE_WAY_OUT,
  readApiBridges,
  whyNotHere,
  type GivenConfig,
} from '../../bridges/managed/read-api-bridges.js';
import { isOwnRedisDown, OWN_REDIS_DOWN } from '../../embedded-redis/running-redis.js';
import type { CliContext } from '../context/cli-context.js';
import { ConnectionErrors, redisSentence } from '../context/with-buffer.js';
import { textOption, type GivenOptions } from '../listing/filter-options.js';
import { writeLines } from '../terminal/write-lines.js';
import { namedOrOnly, noSuchBridge } from './bridge-of-file.js';

/**
 * The bridge that `--bridge` names, of the file or made through the API, paused ones too. Where none is named it is the
 * only one of the file, or where the file has none the only one of the API. `undefined` where there is none, which
 * standard error then says. Redis is asked only where the file does not tell.
 */
export async function installedBridge(
  given: GivenOptions,
  place: GivenConfig,
  context: CliContext,
): Promise<BridgeConfig | undefined> {
  const { bridges } = place.config;
  const wanted = textOption(given, 'bridge');
  const ofFile = namedOrOnly(wanted, bridges, ({ name }) => name);
  if (ofFile !== undefined) return ofFile;
  const names = bridges.map(({ name }) => name);
  const read = await madeBridges(place, context);
  if (typeof read === 'string') {
    const first = noSuchBridge(wanted, names, 'the file, which has no bridges');
    await writeLines(context.stderr, [`${first}. Those of the API are not known: ${read}`]);
    return undefined;
  }
  const choice = wanted === undefined && bridges.length > 0 ? [] : read;
  const made = namedOrOnly(wanted, choice, ({ record }) => record.name);
  if (made?.config !== undefined) return made.config;
  const all = [...names, ...read.map(({ record }) => record.name)];
  const why =
    made === undefined
      ? noSuchBridge(wanted, all, 'those that there are: none yet')
      : `${made.record.name} was ${whyNotHere(made)}. ${NOT_HERE_WAY_OUT}`;
  await writeLines(context.stderr, [why]);
  return undefined;
}

/** @returns a sentence where Redis cannot be asked. */
async function madeBridges(
  place: GivenConfig,
  { sources }: CliContext,
): Promise<ApiBridge[] | string> {
  if (isOwnRedisDown(place.config.redis)) return OWN_REDIS_DOWN;
  const heard = new ConnectionErrors();
  try {
    return await readApiBridges(place, sources, (error) => heard.add(error));
  } catch (error) {
    return redisSentence(error, heard.telling);
  }
}
