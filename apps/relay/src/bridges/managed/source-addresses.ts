import type { BridgeConfig } from '#config';
import { jsonPointer, type SpecPath } from './spec-paths.js';

/** An address of a source, and the key that has it. */
export interface SourceAddress {
  /** A JSON Pointer into the bridge's spec. */
  readonly pointer: string;
  readonly url: URL;
}

/** Every address that the checked options of a bridge's source hold, also those by default. */
export function addressesOf({ source }: BridgeConfig): SourceAddress[] {
  const found: SourceAddress[] = [];
  for (const [key, value] of Object.entries(source.options)) {
    if (key !== 'mapping') gather(value, ['source', key], found);
  }
  return found;
}

function gather(value: unknown, path: SpecPath, found: SourceAddress[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) gather(one, [...path, key], found);
  } else if (typeof value === 'string' && URL.canParse(value)) {
    const url = new URL(value);
    if (SCHEMES.has(url.protocol)) found.push({ pointer: jsonPointer(path), url });
  }
}

/** Whether `after` connects only to hosts that `before` connects to as well. */
export function leadsNowhereElse(after: BridgeConfig, before: BridgeConfig): boolean {
  if (after.source.type !== before.source.type) return false;
  const known = new Set(addressesOf(before).map(placeOf));
  return addressesOf(after).every((one) => known.has(placeOf(one)));
}

function placeOf({ pointer, url }: SourceAddress): string {
  return `${pointer} ${url.protocol}//${url.host}`;
}

const SCHEMES: ReadonlySet<string> = new Set(['ws:', 'wss:', 'http:', 'https:']);
