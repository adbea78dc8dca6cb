import { randomUUID } from 'node:crypto';

import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import { isRecord, readJson } from '../json.js';
import { readListQuery } from '../endpoints/list-query.js';

interface LivePlatform {
  readonly platformId: string;
  name: string;
  key: string;
  callbacks: readonly ApiConfig[];
}

interface ApiConfig {
  readonly api_type: string;
  readonly url: string;
}

const PLATFORMS_MAX = 100;
const TEXT_LENGTH_MAX = 2048;
/** Only these are made by a caller; MEITUAN_OFFICIAL is MetaStudio's own. */
const ACCESS_TYPE = 'MSS_STANDARD';
const ACCESS_TYPES = ['MEITUAN_OFFICIAL', ACCESS_TYPE];
const API_TYPES: readonly unknown[] = ['PRODUCT_QUERY', 'LIVE_EVENT_CALLBACK'];
const FIELDS = ['name', 'auth_config', 'callback_config'];
const PATH = /^\/v1\/[^/]+\/live-platforms\/(?:access-types|platforms(?:\/([^/]{1,64}))?)\/?$/;

/**
 * The platforms that a tenant has connected by himself.
 *
 * @see https://support.huaweicloud.com/api-metastudio/CreateLivePlatform.html
 */
export class LivePlatforms {
  private readonly platforms = new Map<string, LivePlatform>();

  /** @returns `undefined` for a path that is none of theirs. */
  answer(request: ArrivedRequest): Answer | Refusal | undefined {
    const match = PATH.exec(request.path);
    if (match === null) return undefined;
    if (request.path.includes('/access-types')) return this.accessTypes(request);
    const id = match[1];
    if (id === undefined) return this.all(request);
    const platform = this.platforms.get(id);
    return platform === undefined ? REFUSALS.notFound : this.one(request, platform);
  }

  private accessTypes({ method, query }: ArrivedRequest): Answer | Refusal {
    if (method !== 'GET') return REFUSALS.badMethod;
    const list = readListQuery(query, ['used']);
    if ('code' in list) return list;
    const used = list.values.get('used')?.toLowerCase();
    if (used !== undefined && used !== 'true' && used !== 'false') return invalidParameter('used');
    const types = ACCESS_TYPES.filter((type) => {
      const isUsed = type === ACCESS_TYPE && this.platforms.size > 0;
      return used === undefined || isUsed === (used === 'true');
    });
    return {
      status: 200,
      body: { access_types: types.slice(list.offset, list.offset + list.limit) },
    };
  }

  private all(request: ArrivedRequest): Answer | Refusal {
    if (request.method === 'GET') return this.list(request.query);
    if (request.method !== 'POST') return REFUSALS.badMethod;
    const said = readPlatform(request.body);
    if ('code' in said) return said;
    if (said.key === undefined) return invalidParameter('auth_config.key');
    if (this.platforms.size >= PLATFORMS_MAX) return invalidParameter('too many platforms');
    const platformId = randomUUID();
    this.platforms.set(platformId, { platformId, ...said, key: said.key });
    return { status: 200, body: { platform_id: platformId } };
  }

  private list(query: string): Answer | Refusal {
    const list = readListQuery(query, ['access_type']);
    if ('code' in list) return list;
    const type = list.values.get('access_type') ?? ACCESS_TYPE;
    if (!ACCESS_TYPES.includes(type)) return invalidParameter('access_type');
    const found = type === ACCESS_TYPE ? [...this.platforms.values()] : [];
    const page = found.slice(list.offset, list.offset + list.limit);
    return { status: 200, body: { live_platforms: page.map(platformRecord) } };
  }

  private one(request: ArrivedRequest, platform: LivePlatform): Answer | Refusal {
    const { platformId } = platform;
    switch (request.method) {
      case 'GET':
        return { status: 200, body: platformRecord(platform) };
      case 'PUT': {
        const said = readPlatform(request.body);
        if ('code' in said) return said;
        Object.assign(platform, { ...said, key: said.key ?? platform.key });
        return { status: 200, body: { platform_id: platformId } };
      }
      case 'DELETE':
        this.platforms.delete(platformId);
        return { status: 204 };
      default:
        return REFUSALS.badMethod;
    }
  }
}

interface SaidPlatform {
  readonly name: string;
  readonly key: string | undefined;
  readonly callbacks: readonly ApiConfig[];
}

function readPlatform(body: Buffer): SaidPlatform | Refusal {
  const said = readJson(body);
  if (!isRecord(said)) return REFUSALS.badJson;
  if (Object.keys(said).some((name) => !FIELDS.includes(name))) {
    return invalidParameter('unknown field in the body');
  }
  const { name, auth_config: auth = {}, callback_config: callbacks } = said;
  if (!isText(name)) return invalidParameter('name');
  if (!isRecord(auth) || Object.keys(auth).some((field) => field !== 'key')) {
    return invalidParameter('auth_config');
  }
  const { key } = auth;
  if (key !== undefined && !isText(key)) return invalidParameter('auth_config.key');
  if (!Array.isArray(callbacks) || !callbacks.every(isApiConfig)) {
    return invalidParameter('callback_config');
  }
  // Of several of one type one stays.
  return { name, key, callbacks: [...new Map(callbacks.map((c) => [c.api_type, c])).values()] };
}

function isApiConfig(value: unknown): value is ApiConfig {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false;
  const { api_type: type, url } = value;
  return API_TYPES.includes(type) && isText(url) && url.startsWith('https://');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= TEXT_LENGTH_MAX;
}

/** Every field of the SDKs' LivePlatformInfo. */
function platformRecord({ platformId, name, key, callbacks }: LivePlatform): object {
  return {
    platform_id: platformId,
    access_type: ACCESS_TYPE,
    name,
    authorization_info: {
      authorize_state: 'UNAUTHORIZED',
      authorized_time: '',
      expire_time: '',
      account: '',
    },
    auth_config: { key },
    callback_config: callbacks,
  };
}
