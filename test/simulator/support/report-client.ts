import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';

import type { Simulator } from '../../../apps/simulator/src/index.js';

/** The answer to a request. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  /** The body as JSON; `{}` if it is empty. */
  readonly json: Record<string, unknown>;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | object;
}

/** Sends one request on a connection of its own. Rejects when the connection is cut. */
export function send(url: string, call: Call = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body } = call;
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode: status = 0, headers: got } = response;
        const received = Buffer.concat(chunks).toString();
        resolve({ status, headers: got, text: received, json: parse(received) });
      });
    });
    request.once('error', reject);
    request.end(body === undefined ? '' : text);
  });
}

/** A comment as an event of a report. */
export function comment(text: string, timestamp = 1_700_000_000_000): object {
  const user = { userId: 'test_1', name: '小明', level: 3, badge: '', badgeLevel: 0 };
  return { timestamp, type: 1, content: JSON.stringify({ user, content: text }) };
}

/** A report of these events. */
export function reportOf(...events: object[]): { total: number; events: object[] } {
  return { total: events.length, events };
}

/** The URL for reports of a room's running job, without a key. */
export function reportUrl(simulator: Simulator, at = 0): string {
  const { roomId, jobId } = simulator.rooms[at]!;
  const room = `${simulator.url}/v1/${simulator.settings.projectId}/smart-live-rooms/${roomId}`;
  return `${room}/smart-live-jobs/${jobId}/live-event-report`;
}

/** Sends a report with the fixed token. */
export function report(
  simulator: Simulator,
  body: string | object,
  call: { url?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const headers = {
    'content-type': 'application/json',
    'x-auth-token': simulator.settings.token,
    ...call.headers,
  };
  return send(call.url ?? reportUrl(simulator), { method: 'POST', headers, body });
}

/**
 * Signs as the signing guide says, independently of the relay; only for URLs without characters
 * that need encoding.
 */
export function signedHeaders(
  simulator: Simulator,
  method: string,
  url: string,
  body = '',
  at = new Date(),
): Record<string, string> {
  const { accessKey, secretKey, projectId } = simulator.settings;
  const { host, pathname, searchParams } = new URL(url);
  const date = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const query = [...searchParams].map(([name, value]) => `${name}=${value}`);
  const canonical = [
    method,
    `${pathname}/`,
    query.toSorted().join('&'),
    `host:${host}`,
    `x-project-id:${projectId}`,
    `x-sdk-date:${date}`,
    '',
    SIGNED_HEADERS,
    hash(body),
  ].join('\n');
  const signature = createHmac('sha256', secretKey)
    .update(`SDK-HMAC-SHA256\n${date}\n${hash(canonical)}`)
    .digest('hex');
  const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`;
  return {
    'x-sdk-date': date,
    'x-project-id': projectId,
    authorization,
    'content-type': 'application/json',
  };
}

const SIGNED_HEADERS = 'host;x-project-id;x-sdk-date';

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
  } catch {
    return { notJson: text };
  }
}
