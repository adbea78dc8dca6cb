import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import { isRecord, readJson } from '../json.js';

const AUTH_TYPES: readonly unknown[] = ['NONE', 'MSS_A', 'MSS_A_HEAD', 'MEITUAN_DEFAULT'];
const CALLBACK_EVENTS: readonly unknown[] = [
  'SHOOT_SCRIPT_SWITCH',
  'RTMP_STREAM_STATE_CHANGE',
  'REPLY_COMMAND_FINISH',
];
const NOTIFY_FIELD = 'live_notify_config';
const NOTIFY_FIELDS = ['action', 'notify_events'];
const FIELDS = ['live_exit_config', 'live_event_callback_config', NOTIFY_FIELD];
const CALLBACK_FIELDS = ['live_event_type_callback_url', 'auth_type', 'key', 'callback_event_type'];
const URL_LENGTH_MAX = 2048;
const KEY_LENGTH_MAX = 32;

/** Where a tenant is called back. */
export interface CallbackConfig {
  readonly live_event_type_callback_url?: string;
  readonly auth_type?: string;
  readonly key?: string;
  readonly callback_event_type?: readonly string[];
}

/** ShowSmartLiveUserConfig and UpdateSmartLiveUserConfig: the tenant's configuration. */
export class UserConfig {
  private config: Readonly<Record<string, unknown>> = {};

  get callback(): CallbackConfig {
    return this.config['live_event_callback_config'] ?? {};
  }

  answer(request: ArrivedRequest): Answer | Refusal {
    if (request.method === 'GET') return { status: 200, body: this.config };
    if (request.method !== 'PUT') return REFUSALS.badMethod;
    const body = readJson(request.body);
    if (!isRecord(body)) return REFUSALS.badJson;
    const problem = configProblem(body);
    if (problem !== undefined) return invalidParameter(problem);
    const { [NOTIFY_FIELD]: notify, ...others } = body;
    // Omitted keys stay unchanged.
    this.config = { ...this.config, ...others };
    if (isRecord(notify)) this.notify(notify);
    return { status: 200, body: {} };
  }

  /** What is set is what is done to the list; what is shown is the list. */
  private notify({ action = 'replace', notify_events: given = [] }: Record<string, unknown>): void {
    const known = this.config[NOTIFY_FIELD] as { notify_events: readonly string[] } | undefined;
    const [before, named] = [known?.notify_events ?? [], given as readonly string[]];
    const left = before.filter((name) => !named.includes(name));
    const after = { add: [...left, ...named], del: left, replace: named };
    const events = after[action as keyof typeof after];
    this.config = { ...this.config, [NOTIFY_FIELD]: { notify_events: events } };
  }
}

function configProblem(body: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    if (!FIELDS.includes(name)) return 'unknown field in the body';
    if (!isRecord(value)) return name;
  }
  const notify = body[NOTIFY_FIELD];
  if (isRecord(notify) && !isNotify(notify)) return NOTIFY_FIELD;
  const callback = body['live_event_callback_config'];
  return isRecord(callback) ? callbackProblem(callback) : undefined;
}

function isNotify(notify: Record<string, unknown>): boolean {
  const { action = 'replace', notify_events: events = [] } = notify;
  const areKnown = Object.keys(notify).every((name) => NOTIFY_FIELDS.includes(name));
  const areTexts = Array.isArray(events) && events.every((name) => typeof name === 'string');
  return areKnown && areTexts && ['add', 'del', 'replace'].includes(String(action));
}

function callbackProblem(callback: Record<string, unknown>): string | undefined {
  if (Object.keys(callback).some((name) => !CALLBACK_FIELDS.includes(name))) {
    return 'live_event_callback_config';
  }
  const { live_event_type_callback_url: url = '', auth_type: auth = 'NONE', key = '' } = callback;
  if (typeof url !== 'string' || url.length > URL_LENGTH_MAX) return 'live_event_type_callback_url';
  // A real MetaStudio only calls https; in a trial the listener is on loopback.
  if (url !== '' && !/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])/.test(url)) {
    return 'live_event_type_callback_url must be https';
  }
  if (!AUTH_TYPES.includes(auth)) return 'auth_type';
  if (typeof key !== 'string' || key.length > KEY_LENGTH_MAX) return 'key';
  const events = callback['callback_event_type'] ?? [];
  const areKnown = Array.isArray(events) && events.every((name) => CALLBACK_EVENTS.includes(name));
  return areKnown ? undefined : 'callback_event_type';
}
