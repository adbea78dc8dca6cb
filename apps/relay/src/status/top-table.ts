import { cleanText } from '#live-event';
import type { BridgeRates } from './bridge-rates.js';
import { fittedTable, red, wrapped } from '../listing/fitted-table.js';
import type { RelayStatus } from './relay-status.js';
import { ageText, WAY_OUT } from './status-table.js';

export interface TopStyle {
  readonly width?: number | undefined;
  readonly colored?: boolean | undefined;
  /** How many bridges are shown; absent: as many as leave a line of the height free, one at least. */
  readonly limit?: number | undefined;
  readonly height?: number | undefined;
}

/** One picture of `top`: what all bridges bring together, then the first of them. */
export function topTable(
  status: Pick<RelayStatus, 'missingRoles' | 'bridges'>,
  rates: readonly BridgeRates[],
  { limit, height = Infinity, ...style }: TopStyle,
): string[] {
  let shown = limit ?? Math.min(rates.length, height);
  for (;;) {
    const lines = picture(status, rates, shown, style);
    if (limit !== undefined || lines.length < height || shown <= 1) return lines;
    shown--;
  }
}

function picture(
  { missingRoles, bridges }: Pick<RelayStatus, 'missingRoles' | 'bridges'>,
  rates: readonly BridgeRates[],
  limit: number,
  { width = 80, colored = false }: Pick<TopStyle, 'width' | 'colored'>,
): string[] {
  const sum = (pick: (one: BridgeRates) => number): number =>
    rates.reduce((total, one) => total + pick(one), 0);
  const inTrouble = rates.filter(({ troubles }) => troubles.length > 0).length;
  const head =
    `${bridges.length} ${bridges.length === 1 ? 'bridge' : 'bridges'}, ${inTrouble} in trouble; a second: ` +
    `${rateText(sum(({ received }) => received))} received, ` +
    `${rateText(sum(({ reported }) => reported))} reported, ` +
    `${rateText(sum(({ dropped }) => dropped))} dropped; ${sum(({ waiting }) => waiting)} waiting`;
  const shown = rates.slice(0, limit);
  const left = rates.length - shown.length;
  const missing = missingRoles.flatMap((role) => wrapped(WAY_OUT[role], width, 0));
  return [
    ...missing.map((line) => (colored ? red(line) : line)),
    ...wrapped(head, width, 0),
    '',
    ...fittedTable(
      ['bridge', 'source', 'in/s', 'out/s', 'drop/s', 'waiting', 'oldest'],
      shown.map((one) => ({
        cells: [
          one.bridge,
          one.source,
          rateText(one.received),
          rateText(one.reported),
          rateText(one.dropped),
          String(one.waiting),
          one.oldestAgeMs === undefined ? '' : ageText(one.oldestAgeMs),
        ],
        // Escaped: they may be a platform's words, and must not steer a terminal.
        remarks: one.troubles.map((trouble) => cleanText(trouble, SHOWN_MAX)),
        isTrouble: one.troubles.length > 0,
      })),
      { width, colored },
    ),
    ...(left > 0 ? [`… and ${left} more`] : []),
  ];
}

const SHOWN_MAX = 500;

function rateText(perSecond: number): string {
  return perSecond === 0 ? '0' : perSecond < 100 ? perSecond.toFixed(1) : perSecond.toFixed(0);
}
