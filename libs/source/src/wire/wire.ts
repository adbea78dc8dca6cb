import type { ConnectionEnd } from '../connection/reconnect/end.js';
import type { ConnectionOptions } from '../connection/options.js';
import type { Frame } from '../frame.js';
import type { ConnectTo } from '../source-protocol.js';

/**
 * One open connection to a platform, over any transport: a WebSocket, or something in its place.
 * The connection state machine owns it, and itself handles deadlines, silence, frame bounds and
 * reconnects.
 */
export interface Wire {
  /** Bytes that were not sent yet. */
  readonly unsentBytes: number;
  /** Does nothing if the transport cannot send. */
  send(frame: Frame): void;
  /**
   * Asks whether the other side lives; does nothing if the transport cannot.
   * @param mark comes back with the answer: it is larger than that of any ping before.
   * @returns whether an answer with this mark may come.
   */
  ping(mark?: number): boolean;
  /** Ends it gracefully; before it is open, at once. */
  close(): void;
  /** Ends it now. */
  terminate(): void;
  /** Stops and resumes reading. Called between `opened` and `closed` only. */
  pause(): void;
  resume(): void;
}

/** Hears of a {@link Wire}. Never called before the function that opens it has returned. */
export interface WireListener {
  /** It is open: frames may come. */
  opened(): void;
  frame(bytes: Buffer, isBinary: boolean): void;
  /**
   * Something came that is no frame (a ping): the other side lives.
   * @param mark of the ping that it answers. All frames that were sent before it have been handed on.
   */
  heard(mark?: number): void;
  /** Something was handled that no other call reports: `work` as in `connection/slice.ts`. */
  worked(work: number): void;
  /** The server answered, and refuses us; `closed` follows once the wire was closed. */
  refused(end: ConnectionEnd): void;
  /** More data came than `frameBytesHardMax`, or data that is not of the transport. */
  broken(reason: 'frame-too-large' | 'invalid-frame'): void;
  /** It could not be opened; `closed` follows. */
  failed(code: string | undefined): void;
  /**
   * It is gone: always the last call.
   * @param code as for a WebSocket: 1006 if it ended without a close frame.
   * @param retryAfterMs the wait that the server asks for.
   */
  closed(code: number, words: string, retryAfterMs?: number): void;
}

/**
 * Begins to open a connection to a platform.
 * @returns how the attempt ended, if it cannot even begin.
 */
export type OpenWire = (
  to: ConnectTo,
  options: ConnectionOptions,
  listener: WireListener,
) => Wire | ConnectionEnd;
