// Random faults, one after the other, chosen by a seed.
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = [2000, 8000];
const PLATFORMS = ['twitch-irc', 'douyinlive', 'generic'];

export class Chaos {
  /** How often each fault was caused. */
  counts = {};
  #installation;
  #state;
  #restarting = Promise.resolve();

  constructor(installation, seed) {
    this.#installation = installation;
    this.#state = seed >>> 0;
  }

  /**
   * How many repeated reports are allowed: one for each lost answer, and for each target of a kill.
   */
  get ambiguities() {
    const { reset = 0, hang = 0, kill = 0 } = this.counts;
    return reset + hang + kill * this.#installation.simulator.rooms.length;
  }

  async run(until, signal) {
    while (performance.now() < until && !signal.aborted) {
      const [min, max] = PAUSE_MS;
      await delay(min + this.#next() * (max - min), undefined, { signal });
      const name = this.#of(Object.keys(FAULTS));
      this.counts[name] = (this.counts[name] ?? 0) + 1;
      await FAULTS[name](this.#installation, this);
    }
  }

  /** Ends all faults. */
  async end() {
    await this.#restarting;
    await this.#installation.clearFaults();
  }

  restart(kill) {
    this.#restarting = this.#restarting.then(() => this.#installation.restartReporter(kill));
  }

  platform() {
    return this.#of(PLATFORMS);
  }

  seconds(most) {
    return 1 + Math.floor(this.#next() * most);
  }

  #of(values) {
    return values[Math.floor(this.#next() * values.length)];
  }

  #next() {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}

const FAULTS = {
  drop: (all, chaos) => all.steer(`chat/${chaos.platform()}/drop`, { replay: 20 }),
  close: (all, chaos) => all.steer(`chat/${chaos.platform()}/drop`, { code: 1001 }),
  silence: (all, chaos) =>
    all.steer(`chat/${chaos.platform()}/silence`, { seconds: chaos.seconds(20) }),
  garbage: (all, chaos) => all.steer(`chat/${chaos.platform()}/garbage`, { frames: 20 }),
  throttle: (all, chaos) =>
    all.steer('faults', { throttle: { retryAfterSeconds: 1 }, requests: chaos.seconds(5) }),
  unavailable: (all, chaos) => all.steer('faults', { status: 503, seconds: chaos.seconds(4) }),
  slow: (all, chaos) => all.steer('faults', { latencyMs: 800, seconds: chaos.seconds(5) }),
  reset: (all) => all.steer('faults', { reset: 'after-accept', requests: 1 }),
  hang: (all) => all.steer('faults', { hang: 'after', requests: 1 }),
  job: async (all) => {
    const { roomId } = all.simulator.rooms[0];
    await all.steer(`rooms/${roomId}/stop`, {});
    await delay(500);
    await all.steer(`rooms/${roomId}/start`, {});
  },
  revoke: (all) => all.steer('urls/revoke', {}),
  restart: async (_, chaos) => chaos.restart(false),
  kill: async (_, chaos) => chaos.restart(true),
};
