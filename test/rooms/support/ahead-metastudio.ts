import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A MetaStudio whose clock is ahead. It refuses requests that are signed by the real time. */
export class AheadMetaStudio {
  reports = 0;
  refused = 0;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #aheadMs: number;
  readonly #roomId: string;

  /** @param roomId its only room, whose job is `j1`. */
  constructor(aheadMs: number, roomId: string) {
    this.#aheadMs = aheadMs;
    this.#roomId = roomId;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const now = Date.now() + this.#aheadMs;
    const text = String(request.headers['x-sdk-date']);
    const signedAt = Date.parse(text.replace(/^(....)(..)(..)T(..)(..)/u, '$1-$2-$3T$4:$5:'));
    const headers = { date: new Date(now).toUTCString(), 'content-type': 'application/json' };
    if (!(Math.abs(signedAt - now) < 900_000)) {
      this.refused++;
      response.writeHead(401, headers).end('{"error_code":"APIGW.0303"}');
      return;
    }
    if (request.method === 'POST') this.reports++;
    const job = { job_id: 'j1', room_id: this.#roomId, state: 'PROCESSING' };
    response.writeHead(200, headers).end(JSON.stringify({ count: 1, smart_live_jobs: [job] }));
  }
}
