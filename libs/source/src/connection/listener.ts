import type { LiveEvent } from '#live-event';
import type { ConnectionState, DisconnectReason } from './state.js';

/** Takes the events of a {@link Connection}. Must be cheap and must not throw. */
export interface EventSink {
  /**
   * A viewer did something. The order is the platform's.
   * @param receivedAt when its frame arrived, in ms since 1970.
   * @param isOverlap whether another process heard the same room when it arrived, and reported it.
   * @param counted as in {@link FrameSink.event}.
   */
  event(event: LiveEvent, receivedAt: number, isOverlap?: boolean, counted?: string): void;
}

/**
 * Hears everything else about a {@link Connection}, for logs, metrics and the console. Methods run
 * inside the connection's own callbacks: they must be cheap and must not throw. Nothing is called
 * once `stop` has resolved.
 */
export interface ConnectionListener {
  /**
   * After every change of state, before the calls below that belong to it. The connection's status is
   * complete by then: it has the state, and why the last connection ended.
   */
  stateChanged(state: ConnectionState): void;
  /** The platform accepted us. */
  connected(): void;
  /** A planned reconnect has succeeded: another connection took over without a gap. */
  replaced(): void;
  /** A planned reconnect has failed; the old connection goes on while it lives. */
  replaceFailed(reason: DisconnectReason, code?: number | string): void;
  /**
   * A connection, or an attempt at one, has ended: once for each.
   *
   * @param code as in {@link ConnectionStatus.code}: too many values for a label.
   */
  disconnected(reason: DisconnectReason, code?: number | string): void;
  /** The delay before the next attempt, in ms. */
  reconnecting(delayMs: number): void;
  /**
   * The protocol's `stop` or `released` failed: the platform may believe for a while that we are
   * there.
   */
  stopFailed(problem: 'timeout' | 'rejected'): void;
  /** The source or the server refuses us; the sentence tells the operator what to do. */
  refused(sentence: string): void;
  /** A frame of this size arrived, whatever becomes of it. */
  received(bytes: number): void;
  /** A frame beyond `frameBytesMax` was skipped. */
  tooLarge(bytes: number): void;
  /** {@link FrameSink.ignored} */
  ignored(kind: string): void;
  /** {@link FrameSink.malformed}; also {@link DECODER_THREW}. */
  malformed(problem: string): void;
}

function heedless(): void {}

/** A listener that does nothing, to be spread by those that need only a few of its methods. */
export const HEEDLESS_LISTENER: ConnectionListener = {
  stateChanged: heedless,
  connected: heedless,
  replaced: heedless,
  replaceFailed: heedless,
  disconnected: heedless,
  reconnecting: heedless,
  stopFailed: heedless,
  refused: heedless,
  received: heedless,
  tooLarge: heedless,
  ignored: heedless,
  malformed: heedless,
};
