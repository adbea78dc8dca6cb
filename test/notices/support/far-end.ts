import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from '../../support/stage.js';

interface Sent {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** A far end of notices: answers as it is told, and keeps what it took. */
export class FarEnd {
  readonly sent: Sent[] = [];
  asked = 0;
  /** `undefined`: it never answers. */
  answer: { status: number; body: string } | undefined = {
    status: 200,
    body: '{"errcode":0,"code":0}',
  };
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.asked++;
      if (this.answer === undefined) return;
      const { answer } = this;
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://far');
        const read = JSON.parse(body) as Record<string, unknown>;
        this.sent.push({ url, headers: request.headers, body: read });
        response.writeHead(answer.status).end(answer.body);
      });
    });
  }

  static async start(stage: Stage): Promise<FarEnd> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return stage.opens(new FarEnd(server));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/robot/key-in-the-url`;
  }

  /** All that the messages said. */
  get text(): string {
    return this.sent.map(({ body }) => JSON.stringify(body)).join('\n');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
