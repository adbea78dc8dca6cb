import { isNativeError } from 'node:util/types';

/** What is wrong with a Redis, in words for an operator. Contains nothing that a server sent. */
export interface RedisTrouble {
  /** One of {@link REDIS_TROUBLES}, Redis's own code, or {@link REDIS_AWAY}. */
  readonly kind: string;
  /** A whole sentence. */
  readonly sentence: string;
  /** What to do about it; absent if it repairs itself. */
  readonly wayOut?: string | undefined;
}

interface KnownTrouble extends RedisTrouble {
  /** Matches the text of an error, or its code. */
  readonly pattern: RegExp;
}

/**
 * Every trouble with words of its own; the first that matches counts. Redis's own errors begin with
 * their code, and those of the connection are known by the client's or the system's.
 */
export const REDIS_TROUBLES: readonly KnownTrouble[] = [
  {
    kind: 'SENTINEL_AUTH',
    pattern: /^All sentinels are unreachable.*Last error: (?:NOAUTH|WRONGPASS|NOPERM)\b/su,
    sentence: 'The Sentinels refuse the user or the password.',
    wayOut: 'Correct sentinelUsername and sentinelPassword of redis.sentinel.',
  },
  {
    kind: 'SENTINEL',
    pattern: /^All sentinels are unreachable/u,
    sentence: 'No Sentinel tells where the master is.',
    wayOut:
      'Compare redis.sentinel with the Sentinels: their addresses, and the name of the master.',
  },
  {
    kind: 'NOAUTH',
    pattern: /^NOAUTH\b/u,
    sentence: 'Redis wants a password, and none was given.',
    wayOut:
      'Give it in REDIS_URL (redis://:PASSWORD@HOST:6379), or as password of the redis block.',
  },
  {
    kind: 'WRONGPASS',
    pattern: /^WRONGPASS\b|^ERR invalid password|^ERR AUTH <password> called without/u,
    sentence: 'Redis refuses the user or the password.',
    wayOut:
      'Correct the password in REDIS_URL or the redis block; what is not a letter or digit in a URL is written as %XX.',
  },
  {
    kind: 'NOPERM',
    // Redis reports a missing permission within a script without a code; from 7.2 on in other
    // words.
    pattern: /^NOPERM\b|^(?:ERR )?(?:The user executing the script can't|ACL failure in script)/u,
    sentence: 'The Redis user may not do what the relay needs.',
    wayOut:
      'Allow its keys, channels and commands: ACL SETUSER <user> on ~* &* +@all -@dangerous +info.',
  },
  {
    kind: 'DENIED',
    pattern: /^DENIED\b/u,
    sentence: 'Redis is in protected mode, and takes connections from its own machine alone.',
    wayOut: 'Give Redis a password (requirepass), and the relay the same one.',
  },
  {
    kind: 'READONLY',
    pattern: /^(?:READONLY|UNBLOCKED)\b/u,
    sentence: 'Redis is a replica, and takes no writes.',
    wayOut: 'Connect to the master, or give redis.sentinel, which follows it after a failover.',
  },
  {
    kind: 'LOADING',
    pattern: /^LOADING\b|^Redis is loading/u,
    sentence: 'Redis has started, and still loads its data from disk.',
  },
  {
    kind: 'MISCONF',
    pattern: /^MISCONF\b/u,
    sentence: 'Redis cannot write to its disk, and takes no writes.',
    wayOut: 'Look at the disk of Redis (full? read-only?) and at its log.',
  },
  {
    kind: 'OOM',
    pattern: /^OOM\b|OOM command not allowed/u,
    sentence: 'Redis is full (maxmemory).',
    wayOut: 'Give Redis more (maxmemory), or lower buffer.maxEvents; see who else fills it.',
  },
  {
    kind: 'WRONGTYPE',
    // Redis has no code for a count that is none.
    pattern: /^WRONGTYPE\b|^(?:ERR )?hash value is not an integer/u,
    sentence: 'A key of the relay in Redis holds something else.',
    wayOut:
      'Look who else writes under redis.prefix, or what was restored there; give a prefix of its own.',
  },
  {
    kind: 'CLUSTERDOWN',
    pattern: /^CLUSTERDOWN\b/u,
    sentence: 'The Redis cluster does not serve all its slots.',
    wayOut: 'Look which node is away: redis-cli cluster info; redis-cli --cluster check HOST:PORT.',
  },
  {
    kind: 'SLOT_MOVES',
    pattern: /^TRYAGAIN\b|cript attempted to access a non local key/u,
    sentence: 'The Redis cluster moves slots from node to node.',
  },
  {
    kind: 'MASTERDOWN',
    pattern: /^MASTERDOWN\b/u,
    sentence: 'Redis is a replica that has lost its master.',
    wayOut: 'Start the master, or connect to it; redis.sentinel follows it after a failover.',
  },
  {
    kind: 'NOREPLICAS',
    pattern: /^NOREPLICAS\b/u,
    sentence: 'Redis takes no writes, since too few replicas follow it.',
    wayOut: 'Start its replicas, or lower min-replicas-to-write.',
  },
  {
    kind: 'BUSY',
    pattern: /^BUSY\b/u,
    sentence: 'Redis is busy with a script, and answers nobody else.',
    wayOut: 'Look whose script it is: the log of Redis names it; redis-cli script kill ends it.',
  },
  {
    kind: 'TOO_MANY_CLIENTS',
    pattern: /^ERR max number of clients/u,
    sentence: 'Redis takes no more connections (maxclients).',
    wayOut: 'Raise maxclients, or look who holds them: redis-cli client list.',
  },
  {
    kind: 'NO_DATABASE',
    pattern: /^ERR (?:DB index is out of range|invalid DB index|SELECT is not allowed)/u,
    sentence: 'Redis has no database of that number.',
    wayOut:
      'Correct the number at the end of REDIS_URL, or database of the redis block; 0 is always there.',
  },
  {
    kind: 'CLUSTER',
    pattern: /^(?:MOVED|ASK|CROSSSLOT)\b/u,
    sentence: 'Redis is a cluster, and the relay was told of a single server.',
    wayOut: 'Give redis.cluster with some of its nodes instead of REDIS_URL.',
  },
  {
    kind: 'NO_CLUSTER',
    pattern: /^ERR This instance has cluster support disabled/u,
    sentence: 'Redis is a single server, and the relay was told of a cluster.',
    wayOut: 'Give REDIS_URL instead of redis.cluster.',
  },
  {
    kind: 'NO_COMMAND',
    pattern: /^ERR unknown command/iu,
    sentence: 'Redis does not know a command that the relay needs.',
    wayOut:
      'Run Redis 6.2 or newer, without renamed commands; a proxy in between must know scripts.',
  },
  {
    kind: 'TLS_EXPECTED',
    pattern: /Unknown RESP type 21\b/u,
    sentence: 'The port of Redis speaks TLS, and the relay does not.',
    wayOut: 'Write rediss:// in REDIS_URL, or tls: true in the redis block.',
  },
  {
    kind: 'NOT_REDIS',
    pattern: /Unknown RESP type|^Protocol error|ParserError/u,
    sentence: 'What answers at the address of Redis is no Redis.',
    wayOut: 'Correct host and port of REDIS_URL or the redis block.',
  },
  {
    kind: 'TLS_UNEXPECTED',
    pattern: /before secure TLS connection|ERR_SSL_(?:WRONG_VERSION|PACKET_LENGTH)|^EPROTO$/u,
    sentence: 'The relay speaks TLS, and the port of Redis does not answer it.',
    wayOut:
      'Write redis:// in REDIS_URL, or tls: false in the redis block; or turn TLS on in Redis.',
  },
  {
    kind: 'CERTIFICATE',
    pattern: /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/u,
    sentence: 'The certificate of Redis is not trusted.',
    wayOut:
      'Export NODE_EXTRA_CA_CERTS=<file of its authority> (a .env is too late), and name the host as the ' +
      "certificate does; a cluster's nodes must announce it, too.",
  },
  {
    kind: 'NO_HOST',
    pattern: /^(?:ENOTFOUND|EAI_\w+)$/u,
    sentence: 'The host of Redis has no address: its name is wrong, or DNS does not answer.',
    wayOut: 'Correct the host in REDIS_URL or the redis block.',
  },
  {
    kind: 'NOBODY_LISTENS',
    pattern: /^ECONNREFUSED$/u,
    sentence: 'Redis is away: nobody listens at its address.',
    wayOut: 'Start Redis (redis-server --appendonly yes), or correct host and port of REDIS_URL.',
  },
  {
    kind: 'NO_ANSWER',
    pattern: /^(?:ETIMEDOUT|Command timed out|Socket timeout)/u,
    sentence: 'Redis does not answer in time.',
    wayOut:
      'Look whether a firewall stands between, whether TLS is right (rediss:// or redis://), and what Redis is busy with.',
  },
];

/**
 * Finds the trouble behind an error of a command or of the connection. Never quotes what a server
 * sent.
 */
export function redisTroubleOf(error: unknown): RedisTrouble {
  const texts = textsOf(error, 0);
  const known = REDIS_TROUBLES.find(({ pattern }) => texts.some((text) => pattern.test(text)));
  if (known !== undefined) {
    const { kind, sentence, wayOut } = known;
    const keys = kind === 'WRONGTYPE' ? keysOf(error) : [];
    const named = keys.length === 0 ? sentence : `${sentence.slice(0, -1)}: ${keys.join(' or ')}.`;
    return { kind, sentence: named, wayOut };
  }
  // Redis's other errors begin with their code, which contains nothing of ours.
  const replied = texts.map((text) => REPLY_CODE.exec(text)?.[1]).find(Boolean);
  if (replied === 'ERR') return { kind: replied, ...UNKNOWN_REFUSAL };
  if (replied !== undefined) return { kind: replied, sentence: `Redis refuses: ${replied}.` };
  const code = texts.find((text) => SYSTEM_CODE.test(text));
  const why = code === undefined ? '' : ` (${code})`;
  return { kind: REDIS_AWAY, sentence: `Redis is away${why}.` };
}

/** Whether an error comes from Redis, or from the connection to it. */
export function isRedisError(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  return CLIENT_ERRORS.has(error.name) || 'syscall' in error || CLIENT_SENTENCE.test(error.message);
}

/** How many keys are named of a command that has several. */
const KEYS_NAMED_MAX = 3;

/** The keys of the command that was refused, as it was sent; the first of many. */
function keysOf(error: unknown): readonly string[] {
  const { name, args = [] } = (error as { command?: Sent }).command ?? {};
  // What it reads stands behind its options.
  if (name === 'xread') return [];
  const isScript = name === 'eval' || name === 'evalsha';
  const keys = isScript ? args.slice(2, 2 + Number(args[1])) : args.slice(0, 1);
  const some = keys.slice(0, KEYS_NAMED_MAX).map(String);
  return keys.length > some.length ? [...some, '…'] : some;
}

/** A command, as its error of ioredis has it. */
interface Sent {
  readonly name?: string;
  readonly args?: readonly unknown[];
}

/** Whether an error tells of what a key holds: others can be used. */
export function isOfOneKey(error: unknown): boolean {
  return redisTroubleOf(error).kind === 'WRONGTYPE';
}

/** The kind of a trouble that is only a connection to be made again. */
export const REDIS_AWAY = 'AWAY';
const CLIENT_ERRORS = new Set([
  'ReplyError',
  'ClusterAllFailedError',
  'MaxRetriesPerRequestError',
  'AbortError',
]);
const CLIENT_SENTENCE =
  /^(?:Stream isn't writeable|Cluster isn't ready|Too many Cluster redirections|Connection is closed|Command timed out|Socket timeout|All sentinels)/u;
/** Redis's error without a code: its text may quote the command. */
const UNKNOWN_REFUSAL = {
  sentence: 'Redis refuses a command of the relay, and gives no code for it.',
  wayOut: 'Look at the log of Redis, at what stands between (a proxy?), and at redis-cli acl log.',
};
/** Redis 6.2 first says where a script broke off, and then why; of what a script returns, too. */
const SCRIPT_PLACE = /^(?:ERR Error running script \([^)]*\): )?(?:@user_script: ?\d+: )+-?/u;
/**
 * A cluster's client that has asked often enough says what it was answered last. Sent from node to node again
 * and again, it has not found the one that is away.
 */
const GAVE_UP = /^Too many Cluster redirections\. Last error: (?:\w*Error: )?(?!MOVED|ASK)/u;
const REPLY_CODE = /^([A-Z]{2,20}) /u;
const SYSTEM_CODE = /^E[A-Z_]{3,20}$/u;
const DEPTH_MAX = 4;

/** The codes and messages of an error and of what it was made from. */
function textsOf(error: unknown, depth: number): string[] {
  if (!isNativeError(error) || depth > DEPTH_MAX) return [];
  const { code, message, cause } = error as Error & { readonly code?: unknown };
  const { errors, lastNodeError } = error as { errors?: unknown; lastNodeError?: unknown };
  const inner = [lastNodeError, cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [
    ...(typeof code === 'string' ? [code] : []),
    message.replace(SCRIPT_PLACE, '').replace(GAVE_UP, ''),
    message,
    ...inner.flatMap((one) => textsOf(one, depth + 1)),
  ];
}
