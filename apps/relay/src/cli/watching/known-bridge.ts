import { nearestKey } from '#config';
import { readKnownBridges } from '../../bridges/read-known-bridges.js';
import type { KnownBridge } from '../../bridges/known-bridges.js';
import { LedgerStatusReader } from '../../status/ledger-status.reader.js';
import type { CliContext } from '../context/cli-context.js';
import { textOption, type GivenOptions } from '../listing/filter-options.js';
import type { CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

/**
 * The bridge that the command line names, or the only one that there is, of the file or the API.
 * Where there is none, standard error says so.
 */
export async function knownBridge(
  given: GivenOptions,
  buffer: CliBuffer,
  { stderr }: CliContext,
): Promise<KnownBridge | undefined> {
  const known = await readKnownBridges(buffer);
  const { bridges } = await new LedgerStatusReader(buffer.ledger).read();
  // A bridge may have had several targets; what it is made of tells the present one.
  const all = [...known, ...bridges];
  const names = [...new Set(all.map(({ bridge }) => bridge))];
  const wanted = textOption(given, 'bridge');
  if (wanted === undefined && names.length === 1) return all[0];
  const found = all.find(({ bridge }) => bridge === wanted);
  if (found !== undefined) return found;
  const nearest = wanted === undefined ? undefined : nearestKey(wanted, names);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  await writeLines(stderr, [`name a bridge: one of ${names.join(', ') || '(none)'}${meant}`]);
  return undefined;
}
