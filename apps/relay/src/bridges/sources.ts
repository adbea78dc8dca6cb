import type { SourceDefinition } from '#platforms';

/** The source types, all loaded. */
export interface Sources {
  get(type: string): SourceDefinition | undefined;
  keys(): Iterable<string>;
}
