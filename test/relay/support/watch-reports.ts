import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const STARTED = 'http.server.request.start';

/** When each report arrived at the stand-in that listens there, in ms, before it is answered. */
export function watchReports(port: number) {
  const times: number[] = [];
  const heard = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.socket.localPort !== port) return;
    if (request.url?.includes('/live-event-report') === true) times.push(performance.now());
  };
  subscribe(STARTED, heard);
  return { times, stop: () => unsubscribe(STARTED, heard) };
}
