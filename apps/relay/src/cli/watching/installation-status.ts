import type { KnownBridge } from '../../bridges/known-bridges.js';
import { readKnownBridges } from '../../bridges/read-known-bridges.js';
import { LedgerStatusReader } from '../../status/ledger-status.reader.js';
import type { RelayStatus } from '../../status/relay-status.js';
import type { CliBuffer } from '../context/with-buffer.js';

/** Reads for a command what `/api/status` tells: bridges that the API made are there before anybody holds them. */
export class InstallationStatus {
  readonly #buffer: CliBuffer;
  readonly #reader: LedgerStatusReader;
  #known: readonly KnownBridge[] = [];

  constructor(buffer: CliBuffer) {
    this.#buffer = buffer;
    this.#reader = new LedgerStatusReader(buffer.ledger, () => this.#known);
  }

  async read(): Promise<RelayStatus> {
    this.#known = await readKnownBridges(this.#buffer);
    return this.#reader.read();
  }
}
