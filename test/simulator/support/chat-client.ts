import { WebSocket } from 'ws';

/** A plain WebSocket client that keeps everything it receives. */
export class ChatClient {
  readonly frames: string[] = [];
  readonly pongs: string[] = [];
  closed: { code: number } | undefined;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (message: Buffer, isBinary: boolean) => {
      this.frames.push(isBinary ? `base64:${message.toString('base64')}` : message.toString());
      this.wake();
    });
    socket.on('pong', (payload: Buffer) => {
      this.pongs.push(payload.toString());
      this.wake();
    });
    socket.once('close', (code) => {
      this.closed = { code };
      this.wake();
    });
    socket.on('error', () => this.wake());
  }

  /** Connects. Rejects when the server refuses. */
  static open(url: string, headers: Record<string, string> = {}): Promise<ChatClient> {
    const client = new ChatClient(new WebSocket(url, { headers }));
    return new Promise((resolve, reject) => {
      client.socket.once('open', () => resolve(client));
      client.socket.once('error', reject);
    });
  }

  send(...frames: string[]): void {
    for (const frame of frames) this.socket.send(frame);
  }

  /** Waits until the condition holds, which is checked after each frame, pong or close. */
  async until(condition: (client: this) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  close(): void {
    this.socket.terminate();
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
