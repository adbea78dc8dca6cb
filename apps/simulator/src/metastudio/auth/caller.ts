import { createHmac } from 'node:crypto';

import type { CallbackConfig } from '../rooms/user-config.js';

const TIMEOUT_MS = 5000;

/** Calls the tenant back, as MetaStudio's documentation describes. */
export class Caller {
  /** Callbacks by the status of their answer; 0: there was none. */
  readonly answered = new Map<number, number>();

  /** @param config the current address, read at each call. */
  constructor(private readonly config: () => CallbackConfig) {}

  /** Calls once, without waiting for the answer. */
  call(type: string, message: object): void {
    const { live_event_type_callback_url: url = '', callback_event_type: types = [] } =
      this.config();
    if (url === '' || !types.includes(type)) return;
    const body = JSON.stringify({ event_type: type, message: JSON.stringify(message) });
    void this.send(url, body);
  }

  private async send(url: string, body: string): Promise<void> {
    const { auth_type: auth = 'NONE', key = '' } = this.config();
    const time = Math.floor(Date.now() / 1000).toString(16);
    const secret = createHmac('sha256', key).update(`${url}${time}`).digest('hex');
    const address = auth === 'MSS_A' ? `${url}?hwSecret=${secret}&hwTime=${time}` : url;
    const signed = { 'x-hw-mss-secret': secret, 'x-hw-mss-time': time };
    let status = 0;
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...(auth === 'MSS_A_HEAD' ? signed : {}) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      ({ status } = answer);
      await answer.body?.cancel();
    } catch {
      // Nobody is listening.
    }
    this.answered.set(status, (this.answered.get(status) ?? 0) + 1);
  }
}
