export type { Fetch } from './bounded-answer.js';
export { REPLAY_WINDOW_MS } from './inbound.js';
export type { ContentEncoding, Inbound, PushVerifier, SignatureProblem } from './inbound.js';
export { REQUESTS_PER_SECOND_DEFAULT, type PushedOptions } from './pushed.options.js';
export type { SourceDefinition, SourceSurroundings, SourceType } from './source-definition.js';
export { SOURCES } from './source-registry.js';
