import { isRedisError, REDIS_TROUBLES, redisTroubleOf } from './redis-trouble.js';

const ANSWERS: readonly (readonly [answer: string, kind: string])[] = [
  ['NOAUTH Authentication required.', 'NOAUTH'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'WRONGPASS'],
  ['ERR AUTH <password> called without any password configured for the default user.', 'WRONGPASS'],
  ["NOPERM this user has no permissions to run the 'eval' command", 'NOPERM'],
  [
    "ERR The user executing the script can't run this command or subcommand script: x, on @user_script:1.",
    'NOPERM',
  ],
  [
    "ERR ACL failure in script: User relay has no permissions to run the 'xadd' command script: x, on @user_script:1.",
    'NOPERM',
  ],
  [
    "ERR Error running script (call to f_x): @user_script: 1: The user executing the script can't run this command or subcommand",
    'NOPERM',
  ],
  [
    "ERR Error running script (call to f_x): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.",
    'READONLY',
  ],
  ['ERR Error running script (call to f_x): @user_script:1: something of ours', 'ERR'],
  [
    "@user_script: 12: The user executing the script can't run this command or subcommand",
    'NOPERM',
  ],
  ['DENIED Redis is running in protected mode because', 'DENIED'],
  ["READONLY You can't write against a read only replica.", 'READONLY'],
  ['LOADING Redis is loading the dataset in memory', 'LOADING'],
  ['MISCONF Redis is configured to save RDB snapshots, but', 'MISCONF'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'OOM'],
  ['ERR Error running script: OOM command not allowed when used memory', 'OOM'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'WRONGTYPE'],
  ['ERR hash value is not an integer script: x, on @user_script:1.', 'WRONGTYPE'],
  [
    'ERR Error running script (call to f_x): @user_script:1: ERR hash value is not an integer',
    'WRONGTYPE',
  ],
  ['CLUSTERDOWN Hash slot not served', 'CLUSTERDOWN'],
  [
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    'MASTERDOWN',
  ],
  ['NOREPLICAS Not enough good replicas to write.', 'NOREPLICAS'],
  ['BUSY Redis is busy running a script.', 'BUSY'],
  ['ERR max number of clients reached', 'TOO_MANY_CLIENTS'],
  ['ERR DB index is out of range', 'NO_DATABASE'],
  ['MOVED 3999 127.0.0.1:6381', 'CLUSTER'],
  ['ERR This instance has cluster support disabled', 'NO_CLUSTER'],
  ["ERR unknown command 'EVALSHA'", 'NO_COMMAND'],
  ['Unknown RESP type 21 "\u0015". Please report this.', 'TLS_EXPECTED'],
  ['Unknown RESP type 72 "H". Please report this.', 'NOT_REDIS'],
  [
    'Client network socket disconnected before secure TLS connection was established',
    'TLS_UNEXPECTED',
  ],
  ['All sentinels are unreachable. Last error: Connection is closed.', 'SENTINEL'],
  ['All sentinels are unreachable. Last error: NOAUTH Authentication required.', 'SENTINEL_AUTH'],
  ['Command timed out', 'NO_ANSWER'],
  [
    'Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN Hash slot not served',
    'CLUSTERDOWN',
  ],
  ['Too many Cluster redirections. Last error: Error: Connection is closed.', 'AWAY'],
  ['Too many Cluster redirections. Last error: ReplyError: MOVED 1 127.0.0.1:1', 'AWAY'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'SLOT_MOVES'],
  [
    'ERR Script attempted to access a non local key in a cluster node script: x, on @user_script:1.',
    'SLOT_MOVES',
  ],
  [
    'ERR Error running script (call to f_x): @user_script:1: @user_script: 1: Lua script attempted to access a non local key in a cluster node',
    'SLOT_MOVES',
  ],
  ["Socket timeout. Expecting data, but didn't receive any in 15000ms.", 'NO_ANSWER'],
];
const CODES: readonly (readonly [code: string, kind: string])[] = [
  ['ECONNREFUSED', 'NOBODY_LISTENS'],
  ['ENOTFOUND', 'NO_HOST'],
  ['EAI_AGAIN', 'NO_HOST'],
  ['ETIMEDOUT', 'NO_ANSWER'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'CERTIFICATE'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'CERTIFICATE'],
];

describe('redisTroubleOf', () => {
  it.each(ANSWERS)('%s', (answer, kind) => {
    expect(redisTroubleOf(new Error(answer)).kind).toBe(kind);
  });

  it.each(CODES)('the code %s', (code, kind) => {
    expect(redisTroubleOf(Object.assign(new Error('x'), { code })).kind).toBe(kind);
  });

  it('every trouble of the table has an error in this spec', () => {
    const known = new Set([...ANSWERS, ...CODES].map(([, kind]) => kind));
    expect(new Set([...REDIS_TROUBLES.map(({ kind }) => kind), 'ERR', 'AWAY'])).toEqual(known);
  });

  it('looks into the causes of an error', () => {
    const inner = new Error('NOAUTH Authentication required.');
    const ofNode = Object.assign(new Error('Failed to refresh slots cache.'), {
      lastNodeError: inner,
    });
    for (const error of [
      ofNode,
      new AggregateError([inner], ''),
      new Error('x', { cause: inner }),
    ]) {
      expect(redisTroubleOf(error).kind).toBe('NOAUTH');
    }
    const loop = new Error('x');
    loop.cause = loop;
    expect(redisTroubleOf(loop).kind).toBe('AWAY');
  });

  it.each([
    [['hget', ['relay:heard', 'b']], 'holds something else: relay:heard.'],
    [['evalsha', ['sha', 2, 'relay:leases', 'relay:a', 'x']], 'else: relay:leases or relay:a.'],
    [['eval', ['lua', '4', 'a', 'b', 'c', 'd']], 'else: a or b or c or ….'],
    [['xread', ['COUNT', 1, 'STREAMS', 'a', '0-0']], 'holds something else.'],
    [undefined, 'holds something else.'],
  ] as const)(
    'names the keys of the command that one of the wrong type refused: %j',
    (sent, end) => {
      const error = new Error('WRONGTYPE Operation against a key holding the wrong kind of value');
      const command = sent && { name: sent[0], args: sent[1] };
      expect(redisTroubleOf(Object.assign(error, { command })).sentence).toMatch(
        new RegExp(`${end.replaceAll('.', String.raw`\.`)}$`, 'u'),
      );
    },
  );

  it("never quotes a server's text, and always has a sentence", () => {
    for (const text of ['SOMETHING secret-of-a-viewer', 'secret-of-a-viewer', '']) {
      const { sentence } = redisTroubleOf(new Error(text));
      expect(sentence).toMatch(/^Redis .+\.$/u);
      expect(sentence).not.toContain('viewer');
    }
    expect(redisTroubleOf(undefined).sentence).toBe('Redis is away.');
    expect(redisTroubleOf(new Error('SOMETHING else')).sentence).toBe('Redis refuses: SOMETHING.');
  });
});

describe('isRedisError', () => {
  it("excludes our own errors and MetaStudio's", () => {
    expect(isRedisError(new TypeError('x is not a function'))).toBe(false);
    expect(isRedisError(new Error('Connection is closed.'))).toBe(true);
    const gaveUp =
      'Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN The cluster is down';
    expect(isRedisError(new Error(gaveUp))).toBe(true);
    expect(isRedisError(Object.assign(new Error('OOM'), { name: 'ReplyError' }))).toBe(true);
  });
});
