import { refusal } from './ingest-answer.js';

/** Plain text is what `fetch` calls a string, and what many call JSON Lines. */
const JSON_TYPE =
  /^(?:text\/plain|application\/(?:(?:[\w.-]{1,64}\+)?json|(?:x-)?(?:ndjson|jsonl|jsonlines)))$/;

/** Whether a media type allows JSON or JSON Lines in UTF-8; a body without a type passes. */
export function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  if (!JSON_TYPE.test(type.trim())) return false;
  return parameters.every((one) => !/^\s*charset=/.test(one) || /=\s*"?utf-?8"?\s*$/.test(one));
}

export const NOT_JSON = refusal(
  415,
  'bad-type',
  'Content-Type must be application/json, application/x-ndjson or text/plain, in UTF-8.',
);
