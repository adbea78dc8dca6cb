const SLOTS = 32_768;
const STREAMS_MAX = 256;

/**
 * When the latest 32 768 events of each of the first 256 rooms were sent, by their marks; on the
 * monotonic clock, in ms.
 */
export class SendTimes {
  private readonly streams = new Map<number, { times: Float64Array; numbers: Uint32Array }>();

  /** Records every number after `before` up to `last` as sent now. */
  note(stream: number, before: number, last: number, now: number): void {
    let slots = this.streams.get(stream);
    if (slots === undefined && this.streams.size >= STREAMS_MAX) return;
    if (slots === undefined) {
      slots = { times: new Float64Array(SLOTS), numbers: new Uint32Array(SLOTS) };
      this.streams.set(stream, slots);
    }
    for (let number = before + 1; number <= last; number++) {
      slots.times[number % SLOTS] = now;
      slots.numbers[number % SLOTS] = number;
    }
  }

  /** `undefined` if it is no longer known, or the room is not recorded. */
  sentAt(stream: number, number: number): number | undefined {
    const slots = this.streams.get(stream);
    if (slots === undefined || slots.numbers[number % SLOTS] !== number) return undefined;
    return slots.times[number % SLOTS];
  }
}
