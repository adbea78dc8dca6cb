import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ControlEndpoint, type ChatControl } from './control/control.endpoint.js';
import { metaStudioState, type MetaStudioState } from './control/state.js';
import type { FaultSetup } from './metastudio/fault.js';
import type { KeptEvent } from './metastudio/kept-events.js';
import { ManagementCalls } from './metastudio/management.endpoint.js';
import { MetaStudio } from './metastudio/metastudio.js';
import { MetaStudioServer } from './metastudio/server.js';
import {
  SIMULATOR_DEFAULTS,
  type SimulatorOptions,
  type SimulatorSettings,
} from './simulator.options.js';

/** Where the stand-in listens. There is no other address. */
const HOST = '127.0.0.1';
const CONNECTIONS_MAX = 4096;

/** A MetaStudio and chat platforms on loopback, in this process. */
export class Simulator {
  /** With every default in its place: what a relay must be configured with. */
  readonly settings: SimulatorSettings;
  private readonly studio: MetaStudio;
  private readonly server: Server;
  private lastPort: number;

  constructor(options: SimulatorOptions = {}) {
    this.settings = { ...SIMULATOR_DEFAULTS, ...options };
    this.lastPort = this.settings.port;
    this.studio = new MetaStudio(this.settings, () => undefined);
    const metastudio = new MetaStudioServer(this.studio, new ManagementCalls(this.studio));
    const control = new ControlEndpoint(this.studio, NO_CHAT);
    this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (request.url?.startsWith('/_sim/') === true) void control.serve(request, response);
      else metastudio.listener(request, response);
    });
    this.server.maxConnections = CONNECTIONS_MAX;
  }

  /**
   * Listens; after a stop on the same port again, with everything it knew.
   *
   * @throws Error when the port is taken.
   */
  async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.lastPort, HOST, resolve);
    });
    this.lastPort = this.port;
    this.studio.issued.setOrigin(this.url);
    return this;
  }

  /** Cuts every connection and frees the port. */
  async stop(): Promise<void> {
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

  /** The rooms to begin with, and their running jobs. */
  get rooms(): { roomId: string; roomName: string; jobId: string | undefined }[] {
    return this.studio.rooms.list().map((room) => {
      const { roomId, roomName } = room;
      return { roomId, roomName, jobId: this.studio.rooms.running(room)?.jobId };
    });
  }

  /** A snapshot of everything counted. */
  state(): MetaStudioState {
    return metaStudioState(this.studio);
  }

  /** Accepted events, as far as they are kept (see `keep`), oldest first. */
  events(jobId?: string): KeptEvent[] {
    return [...this.studio.recorder.kept.after(0, jobId)];
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

  /** Refuses every report URL issued so far, of a job or of all. */
  revokeUrls(jobId?: string): void {
    this.studio.issued.revoke(jobId);
  }

  /** The job's report URL as MetaStudio would issue it now. */
  reportUrl(roomId: string, jobId: string): string {
    const { projectId } = this.settings;
    return this.studio.issued.current({ projectId, roomId, jobId }, Date.now());
  }

  private roomOf(roomId: string): ReturnType<MetaStudio['rooms']['list']>[number] {
    const room = this.studio.rooms.room(roomId);
    if (room === undefined) throw new RangeError('No such room.');
    return room;
  }
}

const NO_CHAT: ChatControl = { state: () => ({}), act: () => 'There is no chat.' };
