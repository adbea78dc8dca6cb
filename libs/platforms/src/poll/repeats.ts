import type { LiveEvent } from '#live-event';
import type { FrameSink } from '#source';

/**
 * Removes events that the previous answer held, too: a list of the last fifty messages repeats each
 * of them, in a quiet room for longer than the buffer remembers ids. An answer that holds none, or is
 * none, does not count: a server may fail for a moment. Events without an id pass. One for each source.
 */
export class Repeats {
  #before = new Set<string>();
  #now = new Set<string>();

  /** The sink for one answer. @param isHistory all of its events are old. */
  sinkFor(sink: FrameSink, isHistory: boolean): FrameSink {
    if (this.#now.size > 0) this.#before = this.#now;
    this.#now = new Set();
    return {
      event: (event, counted) => {
        if (this.#isRepeat(event)) return sink.ignored('repeat');
        if (isHistory) return sink.ignored('history');
        sink.event(event, counted);
      },
      ignored: (kind) => sink.ignored(kind),
      malformed: (problem) => sink.malformed(problem),
      room: (state, wayOut) => sink.room?.(state, wayOut),
    };
  }

  #isRepeat({ type, id }: LiveEvent): boolean {
    if (id === undefined) return false;
    const key = `${type}\n${id}`;
    this.#now.add(key);
    return this.#before.has(key);
  }
}
