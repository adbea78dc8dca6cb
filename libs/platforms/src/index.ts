export type { SourceDefinition, SourceType } from './source-definition.js';
export { SOURCES } from './source-registry.js';
