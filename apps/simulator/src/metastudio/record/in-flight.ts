interface Flight {
  gone: boolean;
}

/**
 * Counts the reports of a job that are in flight at the same time. A report whose caller hung up
 * does not count, although its socket may be read after that of the next report: an overlap is
 * judged once the event loop has turned and read every socket.
 */
export class InFlight {
  /** The most reports of one job that were in flight together. */
  perJobMax = 0;
  /** How many are in flight now, over all jobs. */
  now = 0;
  private readonly flights = new Map<string, Set<Flight>>();

  /**
   * A report arrived.
   * @returns a function to call when it is answered or its connection is gone; only the first call
   *   counts.
   */
  enter(jobId: string): (how: 'answered' | 'gone') => void {
    const flights = this.flights.get(jobId) ?? new Set<Flight>();
    const others = [...flights];
    const flight: Flight = { gone: false };
    this.flights.set(jobId, flights.add(flight));
    this.now++;
    this.perJobMax = Math.max(this.perJobMax, 1);
    if (others.length > 0) this.judgeSoon(others);
    return (how) => {
      if (!flights.delete(flight)) return;
      flight.gone = how === 'gone';
      this.now--;
      if (flights.size === 0 && this.flights.get(jobId) === flights) this.flights.delete(jobId);
    };
  }

  private judgeSoon(others: readonly Flight[], rounds = 3): void {
    setImmediate(() => {
      if (rounds > 1) {
        this.judgeSoon(others, rounds - 1);
        return;
      }
      const live = others.filter((one) => !one.gone).length;
      this.perJobMax = Math.max(this.perJobMax, 1 + live);
    });
  }
}
