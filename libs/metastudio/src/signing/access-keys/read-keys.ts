import { jsonIn } from '#live-event';
import { Secret } from '#secret';
import type { AccessKeys } from './aksk.signer.js';

/** Access keys as written, and when they expire, if that is known. */
export interface WrittenKeys extends AccessKeys {
  /** In ms. */
  readonly expiresAt: number | undefined;
}

/**
 * Reads access keys: the JSON of the metadata service and of STS (with or without `credential` or
 * `credentials` around it), or a profile of Huawei's SDKs (`[basic]`, `ak = …`).
 * @returns otherwise what is wrong, in words without a value.
 */
export function readKeys(written: string): WrittenKeys | string {
  // Some editors begin a file with an invisible mark.
  const text = written.replace(/^\ufeff/, '');
  const fields = text.trimStart().startsWith('{') ? fieldsOfJson(text) : fieldsOfProfile(text);
  if (typeof fields === 'string') return fields;
  const [accessKey, secretKey, token, end] = NAMES.map((names) => firstOf(fields, names));
  if (accessKey === undefined || secretKey === undefined)
    return 'holds no access key and secret key';
  for (const value of [accessKey, secretKey, token]) {
    if (value !== undefined && !/^[!-~]{1,16384}$/u.test(value)) return 'holds a key that is none';
    if (/^(["']).*\1$/u.test(value ?? '')) return 'holds a key with quotes around it';
  }
  const expiresAt = end === undefined ? NaN : Date.parse(end);
  return {
    accessKey: new Secret(accessKey),
    secretKey: new Secret(secretKey),
    securityToken: token === undefined ? undefined : new Secret(token),
    expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt,
  };
}

type Fields = ReadonlyMap<string, string>;

/** Names that the metadata service, STS, the SDKs' profiles and our own file use. */
const NAMES = [
  ['access', 'accessKeyId', 'accessKey', 'ak'],
  ['secret', 'secretAccessKey', 'secretKey', 'sk'],
  ['securitytoken', 'securityToken', 'security_token'],
  ['expires_at', 'expiration', 'expiresAt'],
] as const;

function firstOf(fields: Fields, names: readonly string[]): string | undefined {
  const name = names.find((one) => (fields.get(one) ?? '') !== '');
  return name === undefined ? undefined : fields.get(name);
}

function fieldsOfJson(text: string): Fields | string {
  const root = jsonIn(text);
  if (root === undefined) return 'is no JSON';
  const inner = fieldOf(root, 'credential') ?? fieldOf(root, 'credentials') ?? root;
  const entries = Object.entries(inner ?? {}) as [string, unknown][];
  return new Map(entries.filter(isText));
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** The section `[basic]`; a file without sections is read as one. */
function fieldsOfProfile(text: string): Fields | string {
  const fields = new Map<string, string>();
  let section = 'basic';
  for (const line of text.split(/\r?\n/u)) {
    const title = /^\s*\[([^\]]+)\]\s*$/u.exec(line)?.[1];
    if (title !== undefined) section = title.trim().toLowerCase();
    const [, name, value] = /^\s*([\w-]+)\s*[=:]\s*(.*?)\s*$/u.exec(line) ?? [];
    if (name !== undefined && section === 'basic') fields.set(name, value!);
  }
  return fields;
}
