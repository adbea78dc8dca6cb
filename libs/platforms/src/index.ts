export type { SourceDefinition, SourceType } from './source-definition.js';
