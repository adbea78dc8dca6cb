export { FIRST_SOURCES, type FirstSource } from './first-sources.js';
export { LATE_MONEY_MS, REPLAY_WINDOW_MS, REQUESTS_PER_SECOND_DEFAULT } from './inbound/inbound.js';
export type { ContentEncoding, Inbound, PushVerifier } from './inbound/inbound.js';
export { isForm, isFormBody } from './push/is-form.js';
export type { PushedOptions } from './inbound/pushed.options.js';
export { Shared } from './source-definition.js';
export type { SourceAbout, Words } from './source-about.js';
export type { ConnectPace, SourceDefinition, SourceSurroundings } from './source-definition.js';
export { loadSources, SOURCE_TYPES, SourceCatalogue, type SourceType } from './source-registry.js';
