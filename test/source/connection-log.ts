import type { LiveEvent } from '#live-event';
import type { ConnectionListener, ConnectionState, DisconnectReason, EventSink } from '#source';

/** A call that a connection made, by the method's name and its arguments. */
export type Call = readonly [name: string, ...args: unknown[]];

/** Records every call that a connection makes, and lets a test wait for calls. */
export class ConnectionLog implements ConnectionListener, EventSink {
  readonly calls: Call[] = [];
  readonly events: LiveEvent[] = [];
  readonly receivedAt: number[] = [];
  readonly states: ConnectionState[] = [];
  /** Runs inside every call, to act on the connection from within. */
  onCall: (call: Call) => void = () => {};
  readonly #byName = new Map<string, (readonly unknown[])[]>();
  #watchers: (() => void)[] = [];

  /** Resolves once `holds` returns true; it is checked after every call. */
  async until(holds: (log: this) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Resolves once this many calls of this name were made, with the last one's arguments. */
  async untilCalled(name: keyof ConnectionListener, times = 1): Promise<readonly unknown[]> {
    await this.until(() => this.of(name).length >= times);
    return this.of(name)[times - 1]!;
  }

  /** The arguments of all calls of this name. */
  of(name: keyof ConnectionListener): (readonly unknown[])[] {
    const known = this.#byName.get(name) ?? [];
    this.#byName.set(name, known);
    return known;
  }

  event(event: LiveEvent, receivedAt: number): void {
    this.events.push(event);
    this.receivedAt.push(receivedAt);
    this.#note('event');
  }

  stateChanged(state: ConnectionState): void {
    this.states.push(state);
    this.#note('stateChanged', state);
  }

  connected = (): void => this.#note('connected');
  replaced = (): void => this.#note('replaced');
  replaceFailed = (reason: DisconnectReason, code?: number | string): void =>
    this.#note('replaceFailed', reason, code);
  disconnected = (reason: DisconnectReason, code?: number | string): void =>
    this.#note('disconnected', reason, code);
  reconnecting = (delayMs: number): void => this.#note('reconnecting', delayMs);
  refused = (sentence: string): void => this.#note('refused', sentence);
  stopFailed = (problem: string): void => this.#note('stopFailed', problem);
  received = (bytes: number): void => this.#note('received', bytes);
  tooLarge = (bytes: number): void => this.#note('tooLarge', bytes);
  ignored = (kind: string): void => this.#note('ignored', kind);
  malformed = (problem: string): void => this.#note('malformed', problem);

  #note(...call: Call): void {
    this.calls.push(call);
    this.of(call[0] as keyof ConnectionListener).push(call.slice(1));
    this.onCall(call);
    for (const wake of this.#watchers.splice(0)) wake();
  }
}
