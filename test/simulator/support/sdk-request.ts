import { createHash, createHmac } from 'node:crypto';

import type { Simulator } from '../../../apps/simulator/src/index.js';

/** A call as the official SDKs build it, before it is signed. */
export interface SdkCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path with its parameters filled in. */
  readonly path: string;
  /** Booleans are written as in Python: `True`. */
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: object;
  readonly appUserId?: string;
}

export interface SignedCall {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/**
 * The request that huaweicloud-sdk-python-v3 makes of a call: every header is signed, the client's
 * name included, and an empty body is none.
 *
 * @see https://github.com/huaweicloud/huaweicloud-sdk-python-v3, huaweicloudsdkcore/signer/signer.py
 */
export function sdkRequest(simulator: Simulator, call: SdkCall, at = new Date()): SignedCall {
  const { accessKey, secretKey, projectId } = simulator.settings;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const path = `/v1/${projectId}${call.path}`;
  const query = [...(call.query ?? [])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host: new URL(simulator.url).host,
    'user-agent': 'huaweicloud-usdk-python/3.0',
    'x-project-id': projectId,
    'x-sdk-date': at.toISOString().replace(/[-:]|\.\d+/g, ''),
    ...(call.appUserId === undefined ? {} : { 'x-app-userid': call.appUserId }),
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    call.method,
    `${path}/`,
    query,
    ...names.map((name) => `${name}:${headers[name]!}`),
    '',
    names.join(';'),
    sha256(body ?? ''),
  ].join('\n');
  const signature = createHmac('sha256', secretKey)
    .update(`SDK-HMAC-SHA256\n${headers['x-sdk-date']!}\n${sha256(canonical)}`)
    .digest('hex');
  headers['authorization'] =
    `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { url: `${simulator.url}${path}${query === '' ? '' : `?${query}`}`, headers, body };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
