import type { BridgeConfig } from '#config';
import type { LiveEvent } from '#live-event';
import { decodeGuarded, type FrameDecoder, type FrameSink } from '#source';
import { idScopeOf } from '../bridges/id-scope.js';
import type { RecordedFrame } from '../recording/recorded-frame.js';
import { EventRun, type ReportedEvent, type RunEvent } from './event-run.js';

/** Runs recorded frames through a bridge's configuration. See {@link EventRun}. */
export class RecordedRun implements FrameSink {
  frames = 0;
  malformedFrames = 0;
  readonly #bridge: string;
  readonly #decoder: FrameDecoder;
  readonly #run: EventRun;
  readonly #ids = new Set<string>();
  readonly #isByType: boolean;
  #now = 0;

  constructor(config: BridgeConfig, decoder: FrameDecoder) {
    this.#bridge = config.name;
    this.#decoder = decoder;
    this.#run = new EventRun([config]);
    this.#isByType = idScopeOf(config.source).isByType;
  }

  get events(): readonly RunEvent[] {
    return this.#run.events;
  }

  get reported(): readonly ReportedEvent[] {
    return this.#run.reported;
  }

  /** Takes frames, in the order in which they came. */
  give({ at, frame }: RecordedFrame): void {
    this.#run.until(at);
    this.#now = Math.max(this.#now, at);
    this.frames++;
    decodeGuarded(this.#decoder, frame, this);
  }

  /** No more frames follow: every window ends. */
  end(): void {
    this.#run.end();
  }

  event(event: LiveEvent): void {
    this.#run.take(this.#bridge, event, this.#now, () => this.#duplicate(event));
  }

  ignored(): void {
    // Frames of no interest do not count, as in the service.
  }

  malformed(): void {
    this.malformedFrames++;
  }

  /** As the buffer would take it. */
  #duplicate({ id, type }: LiveEvent): string | undefined {
    if (id === undefined) return undefined;
    const known = this.#isByType ? `${type}\n${id}` : id;
    if (this.#ids.has(known)) return 'duplicate';
    this.#ids.add(known);
    return undefined;
  }
}
