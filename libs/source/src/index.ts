export { bilingual, bilingualWithNumber, chineseOf } from './bilingual.js';
export { DECODER_THREW, decodeGuarded } from './frame.js';
export type { Frame, FrameDecoder, FrameSink, ProblemPlace } from './frame.js';
export { Hearing, NEVER_CONNECTED, type HearingReport } from './hearing.js';
export { NO_PATIENCE } from './hearing-patience.js';
export { deafSentence } from './hearing-terms.js';
export type { DeafCause, HearingTerms, RoomState } from './hearing-terms.js';
export { unreached, waitAskedBy } from './connection/reconnect/end.js';
export { idOfPart } from './id-of-part.js';
export { SourceError } from './source-error.js';
export type {
  AfterClose,
  ConnectTo,
  Heartbeat,
  Leftover,
  Session,
  SourceProtocol,
} from './source-protocol.js';
export { Connection } from './connection/connection.js';
export {
  HEEDLESS_LISTENER,
  type ConnectionListener,
  type EventSink,
} from './connection/listener.js';
export type { ConnectionOptions } from './connection/options.js';
export { answerLatestPing } from './connection/socket/latest-pong.js';
export { FrameMeter } from './connection/socket/frame-meter.js';
export { FRAME_WORK, Slice, SLICE_WORK, workOfFrame } from './connection/socket/slice.js';
export { webSockets } from './connection/socket/web-sockets.js';
export type { ConnectionState, ConnectionStatus, DisconnectReason } from './connection/state.js';
export { Answers, TOKEN, type Answer, type AnswerSpec } from './mapping/answers.js';
export { AnswerOptions, ANSWERS_MAX } from './mapping/answers.options.js';
export { Template } from './mapping/template.js';
export { eventTime } from './mapping/readers/event-time.js';
export type { Mapping, MappingRule, UserPaths } from './mapping/mapping.js';
export type { AmountSpec, Conditions, TextValue } from './mapping/value.js';
export type { SpokenText } from './mapping/readers/text-reader.js';
export {
  MappingDecoder,
  type MappingDecoderOptions,
  type TakesDocument,
  type MappingMistake,
} from './mapping/mapping-decoder.js';
export { MappingOptions } from './mapping/mapping.options.js';
export { IsPath } from './mapping/mapping-fields.js';
export { parseJson } from './mapping/parse-json.js';
export { Path } from './mapping/path/path.js';
export { beginningOf, boundedBody } from './wire/bounded-body.js';
export { EventStream } from './wire/event-stream-wire.js';
export type { Fetch } from './wire/http-wire.js';
export { Polling, type PollingPace } from './wire/polling-wire.js';
export type { Seat, SeatTerms } from './seats.js';
export { SharedSockets, type SharedPlace } from './wire/shared-sockets.js';
export type { Sharing } from './wire/shared-socket.js';
export { socketIoWire, type SocketIoPlace } from './wire/socket-io-wire.js';
export { olderSocketIoWire } from './wire/older-socket-io-wire.js';
export { StreakCounter } from './streaks/streak-counter.js';
export type { OpenWire } from './wire/wire.js';
