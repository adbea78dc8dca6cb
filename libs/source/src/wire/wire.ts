import type { ConnectionEnd } from '../connection/end.js';
import type { ConnectionOptions } from '../connection/options.js';
import type { Frame } from '../frame.js';
import type { ConnectTo } from '../source-protocol.js';

/**
 * One open way to a platform, whatever it runs over: a WebSocket, or what stands in for one. The
 * connection state machine owns it; deadlines, silence, bounds of frames and reconnects are its own.
 */
export interface Wire {
  /** Not sent yet, in bytes. */
  readonly unsentBytes: number;
  /** Does nothing where the transport cannot send. */
  send(frame: Frame): void;
  /** Asks whether somebody is there; does nothing where the transport cannot. */
  ping(): void;
  /** Ends it politely; before it is open, at once. */
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
  /** Something came that is no frame (a ping): the other side lives. */
  heard(): void;
  /** Something was handled that no other call tells of: `work` as in `connection/slice.ts`. */
  worked(work: number): void;
  /** The server answered, and refuses us; `closed` follows once the wire was closed. */
  refused(end: ConnectionEnd): void;
  /** What came is more than `frameBytesHardMax`, or not what the transport speaks. */
  broken(reason: 'frame-too-large' | 'invalid-frame'): void;
  /** It could not be opened; `closed` follows. */
  failed(code: string | undefined): void;
  /**
   * It is gone: always the last call.
   *
   * @param code as of a WebSocket: 1006 where it ended without a word.
   * @param retryAfterMs what the server wishes.
   */
  closed(code: number, words: string, retryAfterMs?: number): void;
}

/**
 * Begins to open a way to a platform.
 *
 * @returns how the attempt ended, where it cannot even begin.
 */
export type OpenWire = (
  to: ConnectTo,
  options: ConnectionOptions,
  listener: WireListener,
) => Wire | ConnectionEnd;
