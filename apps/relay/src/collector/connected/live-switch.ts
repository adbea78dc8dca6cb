import { bilingual, type Connection, type ConnectionStatus } from '#source';

/**
 * Called with whether a bridge's room has a live job: at once where it is known, and at every change; `undefined`:
 * nobody can tell for now.
 *
 * @returns ends it.
 */
export type WatchLive = (heard: (live: boolean | undefined) => void) => () => void;

const NOBODY_KNOWS = bilingual(
  'MetaStudio cannot be asked whether the room has a live job, so this source is not connected: live-relay doctor says why.',
  '无法向 MetaStudio 查询该直播间是否有运行中的任务，因此没有连接这个来源：请运行 live-relay doctor 查看原因。',
);

/**
 * Keeps one source connected while this process holds its bridge and, where the bridge is `connect:
 * while-live`, while its room has a live job. While that is unknown, the connection stays as it is.
 */
export class LiveSwitch {
  readonly #connection: Pick<Connection, 'connect' | 'disconnect'>;
  readonly #watch: WatchLive | undefined;
  readonly #changed: (live: boolean | undefined) => void;
  readonly #learnt: () => void;
  #end: (() => void) | undefined;
  /** What was heard of the room last; `undefined`: nothing yet. */
  #live: boolean | undefined;
  #isHeld = false;
  /** Whether MetaStudio cannot be asked. */
  #isInDoubt = false;

  /**
   * @param watch absent: the source is always connected.
   * @param changed called with every change while the bridge is held, and with what was known before it was;
   *   `undefined`: nobody can tell for now.
   * @param learnt called when {@link isKnown}, or what is {@link told}, may be another, whether or not it is held.
   */
  constructor(
    connection: Pick<Connection, 'connect' | 'disconnect'>,
    watch: WatchLive | undefined,
    changed: (live: boolean | undefined) => void,
    learnt: () => void = () => {},
  ) {
    this.#connection = connection;
    this.#watch = watch;
    this.#changed = changed;
    this.#learnt = learnt;
  }

  /** Whether it is known if the source is to be connected. */
  get isKnown(): boolean {
    return this.#watch === undefined || this.#live !== undefined;
  }

  /** The status of the connection; where it is not begun since nobody knows whether it should be, with that. */
  told(status: ConnectionStatus): ConnectionStatus {
    const isBegun = !this.#isInDoubt || status.state !== 'idle';
    return isBegun ? status : { ...status, refused: NOBODY_KNOWS };
  }

  /** This process may hold the bridge soon: the room is watched, and nothing is connected yet. */
  ask(): void {
    this.#end ??= this.#watch?.((live) => {
      const isDoubtNew = this.#isInDoubt !== (live === undefined);
      this.#isInDoubt = live === undefined;
      const isOther = live !== undefined && live !== this.#live;
      if (isOther) {
        this.#live = live;
        if (this.#isHeld) this.#follow(live);
      } else if (isDoubtNew && this.#isHeld) this.#changed(live);
      if (isOther || isDoubtNew) this.#learnt();
    });
  }

  /** This process holds the bridge. */
  held(): void {
    const known = this.#isHeld ? undefined : this.#live;
    this.#isHeld = true;
    if (this.#watch === undefined) this.#connection.connect();
    else if (known === undefined) this.ask();
    else this.#follow(known);
  }

  /** Another process holds it. */
  lost(): void {
    this.stop();
    void this.#connection.disconnect();
  }

  /** Stops watching the room; the connection stays as it is. */
  stop(): void {
    this.#end?.();
    this.#end = undefined;
    this.#live = undefined;
    this.#isInDoubt = false;
    this.#isHeld = false;
  }

  #follow(live: boolean): void {
    this.#changed(this.#isInDoubt ? undefined : live);
    if (live) this.#connection.connect();
    else void this.#connection.disconnect();
  }
}
