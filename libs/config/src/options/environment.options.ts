import { OneOf, Optional, Text, TextThat, Whole } from '#options';
import { urlOf } from '../values/formats.js';
import { LOG_LEVELS, ROLES, type LogLevel } from '../relay-config.js';

/**
 * A `#` or `?` would cut the address off, as in an unescaped password. ioredis would take a query for
 * settings of its own, most of which break the relay.
 */
function isRedisAddress(value: unknown): boolean {
  const url = urlOf(value, ['redis:', 'rediss:']);
  if (url === undefined || /[?#]/.test(url.href) || !/^\/?\d{0,5}$/.test(url.pathname))
    return false;
  return isEscaped(url.username) && isEscaped(url.password);
}

/** The variables that the relay reads itself, beside those that the file names. */
export class EnvironmentOptions {
  @Optional()
  @TextThat(
    'a redis:// or rediss:// address, with at most /number (the database) behind its host; what is no letter or digit before its @ is written as %XX',
    isRedisAddress,
  )
  REDIS_URL = 'redis://127.0.0.1:6379';

  @Optional()
  @Text('the path of the configuration')
  RELAY_CONFIG = 'relay.yaml';

  @Optional()
  @TextThat(`one or more of ${ROLES.join(', ')}, with commas between`, isRoles)
  RELAY_ROLES: string = ROLES.join(',');

  @Optional()
  @Whole(0, 65_535)
  PORT = 3000;

  @Optional()
  @Text('an IP address or the name of this host', /^[a-z0-9:][a-z0-9:.-]{0,252}$/i)
  HOST = '127.0.0.1';

  @Optional()
  @Text('1 to 253 of a-z, 0-9, - and .', /^[a-z0-9.-]{1,253}$/i)
  RELAY_HOST?: string;

  @Optional()
  @Text('16 to 512 ASCII characters without spaces', /^[!-~]{16,512}$/)
  RELAY_API_TOKEN?: string;

  @Optional()
  @Text('16 to 512 ASCII characters without spaces', /^[!-~]{16,512}$/)
  RELAY_VIEWER_TOKEN?: string;

  @Optional()
  @TextThat('32 random bytes, as 64 hex digits or in base64', (value) => {
    return typeof value === 'string' && stateKeyOf(value) !== undefined;
  })
  RELAY_STATE_KEY?: string;

  @Optional()
  @OneOf(LOG_LEVELS)
  LOG_LEVEL: LogLevel = 'info';

  @Optional()
  @Whole(0, 10_000)
  RELAY_METRICS_BRIDGES = 500;

  @Optional()
  @TextThat('an http:// or https:// address of a proxy, any % in it as %25', isProxy)
  HTTPS_PROXY?: string;

  @Optional()
  @TextThat('an http:// or https:// address of a proxy, any % in it as %25', isProxy)
  HTTP_PROXY?: string;

  @Optional()
  @Text('a list of hosts, with commas between')
  NO_PROXY?: string;
}

/** The names of all of them. */
export const ENVIRONMENT_VARIABLES = Object.keys(new EnvironmentOptions());

/** The bytes of a state key; `undefined` where it is not 32 bytes of hex or base64. */
export function stateKeyOf(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 ? bytes : undefined;
}

/** The roles that a list names. */
export function rolesOf(text: string): string[] {
  return text
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
}

function isRoles(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const roles = rolesOf(value);
  return roles.length > 0 && roles.every((role) => (ROLES as readonly string[]).includes(role));
}

/** Whether it is a proxy's URL. User and password are sent decoded, so they must be escaped as in a URL. */
function isProxy(value: unknown): boolean {
  const url = urlOf(value, ['http:', 'https:']);
  return url !== undefined && isEscaped(url.username) && isEscaped(url.password);
}

/** Whether every `%` begins an escape. */
function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
