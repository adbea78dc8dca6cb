import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ChatServer } from './chat/chat-server.js';
import { DouyinLive } from './chat/douyinlive.js';
import { GenericChat } from './chat/generic.js';
import type { PlatformName } from './chat/platform.js';
import { SendTimes } from './chat/send-times.js';
import { TwitchIrc } from './chat/twitch-irc.js';
import { ChatControls, type ChatState } from './control/chat-control.js';
import { ControlEndpoint } from './control/control.endpoint.js';
import { metaStudioState, type MetaStudioState } from './control/state.js';
import type { CallbackConfig } from './metastudio/rooms/user-config.js';
import type { FaultSetup } from './metastudio/fault.js';
import type { KeptEvent } from './metastudio/record/kept-events.js';
import { ManagementCalls } from './metastudio/endpoints/management.endpoint.js';
import { MetaStudio } from './metastudio/metastudio.js';
import { MetaStudioServer } from './metastudio/server.js';
import {
  SIMULATOR_DEFAULTS,
  type SimulatorOptions,
  type SimulatorSettings,
} from './simulator.options.js';

/** The only address that the stand-in listens on. */
const HOST = '127.0.0.1';
const CONNECTIONS_MAX = 4096;

/** Everything that the stand-in counts: the body of `GET /_sim/state`. */
export type SimulatorState = MetaStudioState & { readonly chat: ChatState };

/** A MetaStudio and chat platforms on loopback, in this process. */
export class Simulator {
  /** The options with all defaults: a relay must be configured to match. */
  readonly settings: SimulatorSettings;
  private readonly studio: MetaStudio;
  private readonly chat: ChatServer;
  private readonly chatControls: ChatControls;
  private readonly server: Server;
  private lastPort: number;

  constructor(options: SimulatorOptions = {}) {
    this.settings = { ...SIMULATOR_DEFAULTS, ...options };
    this.lastPort = this.settings.port;
    const times = new SendTimes();
    this.studio = new MetaStudio(this.settings, (stream, number) => times.sentAt(stream, number));
    const platforms = [
      new TwitchIrc(this.settings.twitchPingMs),
      new DouyinLive(),
      new GenericChat(),
    ];
    this.chat = new ChatServer(platforms, times, this.settings);
    this.chatControls = new ChatControls(this.chat);
    this.server = this.makeServer();
  }

  /**
   * Listens; after a stop on the same port again, with all its state.
   * @throws Error if the port is taken.
   */
  async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.lastPort, HOST, resolve);
    });
    this.server.removeAllListeners('error');
    this.lastPort = this.port;
    this.studio.issued.setOrigin(this.url);
    this.chat.start();
    return this;
  }

  /** Cuts every connection and frees the port. */
  async stop(): Promise<void> {
    this.chat.stop();
    this.studio.human.stop();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** The port that it listens on, once started. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The endpoint of MetaStudio, and of IAM. */
  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  /**
   * The addresses of the chat platforms. Twitch's channels and the generic rooms are named after
   * connecting; a Douyin live id follows the address, after a slash.
   */
  get chatUrls(): Record<PlatformName, string> {
    const chat = `ws://${HOST}:${this.port}/chat`;
    return {
      'twitch-irc': `${chat}/twitch-irc`,
      douyinlive: `${chat}/douyinlive/ws`,
      generic: `${chat}/generic`,
    };
  }

  /** The initial rooms, and their running jobs. */
  get rooms(): { roomId: string; roomName: string; jobId: string | undefined }[] {
    return this.studio.rooms.list().map((room) => {
      const { roomId, roomName } = room;
      return { roomId, roomName, jobId: this.studio.rooms.running(room)?.jobId };
    });
  }

  /** A snapshot of all counts. */
  state(): SimulatorState {
    return { ...metaStudioState(this.studio), chat: this.chatControls.state() };
  }

  /**
   * Steers a chat platform as `POST /_sim/chat/{platform}/{action}` does; see
   * {@link ChatControls}.
   *
   * @throws RangeError with a sentence where it cannot be done.
   */
  steerChat(platform: PlatformName, action: string, body: Record<string, unknown> = {}): object {
    const done = this.chatControls.act(platform, action, body);
    if (typeof done === 'string') throw new RangeError(done);
    return done;
  }

  /** Accepted events after an ordinal, as far as they are kept (see `keep`), oldest first. */
  events(jobId?: string, after = 0): KeptEvent[] {
    return [...this.studio.recorder.kept.after(after, jobId)];
  }

  /** Sets a fault, as `POST /_sim/faults` does. @throws RangeError when 64 are set already. */
  fault(setup: FaultSetup): void {
    if (this.studio.faults.add(setup) === undefined) throw new RangeError('Too many faults.');
  }

  clearFaults(): void {
    this.studio.faults.clear();
  }

  /** Starts a new run of a room. @returns the new job's id. */
  startRoom(roomId: string): string {
    return this.studio.rooms.start(this.roomOf(roomId), Date.now()).jobId;
  }

  /** Ends every run of a room. */
  stopRoom(roomId: string): void {
    const { rooms } = this.studio;
    for (const job of this.roomOf(roomId).jobs) {
      if (job.state === 'PROCESSING') rooms.setState(job, 'SUCCEED', Date.now());
    }
  }

  /** Sets how many answers wait to be spoken in a job, as if by rules. */
  queueAnswers(jobId: string, count: number): void {
    const jobs = this.studio.rooms.list().flatMap((room) => room.jobs);
    const job = jobs.find((one) => one.jobId === jobId);
    if (job === undefined) throw new RangeError('No such job.');
    const [command, source] = ['INSERT_PLAY_SCRIPT', 'AUTO'] as const;
    job.commands = Array.from({ length: count }, (_, i) => {
      return { commandId: `answer-${i}`, command, params: {}, source };
    });
  }

  /** The tenant's callback configuration, as last set. */
  get callback(): CallbackConfig {
    return this.studio.userConfig.callback;
  }

  /** Refuses all report URLs issued so far, of a job or of all. */
  revokeUrls(jobId?: string): void {
    this.studio.issued.revoke(jobId);
  }

  /** The report URL that MetaStudio would issue for the job now. */
  reportUrl(roomId: string, jobId: string): string {
    const { projectId } = this.settings;
    return this.studio.issued.current({ projectId, roomId, jobId }, Date.now());
  }

  private makeServer(): Server {
    const metastudio = new MetaStudioServer(this.studio, new ManagementCalls(this.studio));
    const control = new ControlEndpoint(this.studio, this.chatControls);
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (request.url?.startsWith('/_sim/') === true) void control.serve(request, response);
      else metastudio.listener(request, response);
    });
    server.on('upgrade', (request, socket, head) => this.chat.upgrade(request, socket, head));
    server.maxConnections = CONNECTIONS_MAX;
    return server;
  }

  private roomOf(roomId: string): ReturnType<MetaStudio['rooms']['list']>[number] {
    const room = this.studio.rooms.room(roomId);
    if (room === undefined) throw new RangeError('No such room.');
    return room;
  }
}
