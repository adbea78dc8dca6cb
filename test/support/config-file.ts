import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Environment, type RelayConfig } from '#config';
import { SourceCatalogue } from '#platforms';
import { FileBridgeStore } from '../../apps/relay/src/bridges/file-bridge-store.js';

/** Every source type, loaded. */
export const SOURCES = new SourceCatalogue();
await SOURCES.load();

/** A configuration in a file, which may change while a relay runs. */
export class ConfigFile {
  readonly folder = mkdtempSync(join(tmpdir(), 'live-event-relay-config-'));
  readonly path = join(this.folder, 'relay.yaml');
  readonly config: RelayConfig;
  /** The store from which a relay reads its bridges. */
  readonly store: FileBridgeStore;

  /** @throws with the problems of the text. */
  constructor(text: string, environment: Environment) {
    this.write(text);
    const loaded = loadConfig({ text, environment, sources: SOURCES });
    if (!loaded.ok) {
      this.remove();
      throw new Error(JSON.stringify(loaded.problems));
    }
    this.config = loaded.config;
    const file = this.path;
    this.store = new FileBridgeStore({ file, text, loaded, environment, sources: SOURCES });
  }

  /** Replaces the file as editors do: writes another one and renames it. */
  write(text: string): void {
    writeFileSync(`${this.path}~`, text);
    renameSync(`${this.path}~`, this.path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
