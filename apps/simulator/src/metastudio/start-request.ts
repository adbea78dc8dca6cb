import { invalidParameter, REFUSALS, type Refusal } from './answer.js';
import { isRecord, readJson } from './json.js';

const FIELDS = [
  'video_config',
  'play_policy',
  'output_urls',
  'stream_keys',
  'interaction_callback_url',
  'live_event_callback_config',
  'rtc_callback_config',
  'view_mode',
  'co_streamer_config',
  'job_run_config',
];
const CALLBACK_URL_LENGTH_MAX = 2048;
const RESOURCE_TYPES: readonly unknown[] = ['PERIOD', 'ONDEMAND', 'UNLIMITED', 'ONE_TIME'];

/** Reads the body of StartSmartLive; an empty one starts a run as well. */
export function readStartRequest(body: Buffer): { singleJobInRoom: boolean } | Refusal {
  const start = body.length === 0 ? {} : readJson(body);
  if (!isRecord(start)) return REFUSALS.badJson;
  if (Object.keys(start).some((name) => !FIELDS.includes(name))) {
    return invalidParameter('unknown field in the body');
  }
  const url = start['interaction_callback_url'];
  if (url !== undefined && (typeof url !== 'string' || url.length > CALLBACK_URL_LENGTH_MAX)) {
    return invalidParameter('interaction_callback_url');
  }
  const view = start['view_mode'];
  if (view !== undefined && view !== 'LANDSCAPE' && view !== 'VERTICAL') {
    return invalidParameter('view_mode');
  }
  const run = start['job_run_config'] ?? {};
  if (!isRecord(run)) return invalidParameter('job_run_config');
  const { allow_resource_type: resource, single_job_in_room: single = false } = run;
  if (resource !== undefined && !RESOURCE_TYPES.includes(resource)) {
    return invalidParameter('job_run_config.allow_resource_type');
  }
  if (typeof single !== 'boolean') return invalidParameter('job_run_config.single_job_in_room');
  return { singleJobInRoom: single };
}
