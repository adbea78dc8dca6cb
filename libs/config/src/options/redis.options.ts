import { Block, Flag, Optional, SecretText, Text, TextList, Whole } from '#options';

/** `host`, `host:port`, `[v6]:port`. */
const NODE = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9._-]{0,252}))(?::\d{1,5})?$/i;
const NODES_WHAT = 'host:port';

export class SentinelOptions {
  @Text("the master's name, as the sentinels know it", /^[\w.-]{1,128}$/)
  master!: string;

  @TextList(NODES_WHAT, 64, NODE)
  nodes!: string[];

  @Optional()
  @SecretText('a user name')
  username?: string;

  @Optional()
  @SecretText('a password')
  password?: string;

  @Optional()
  @SecretText('the user name for the sentinels themselves')
  sentinelUsername?: string;

  @Optional()
  @SecretText('the password for the sentinels themselves')
  sentinelPassword?: string;

  @Optional()
  @Whole(0, 1023)
  database = 0;

  @Optional()
  @Flag()
  tls = false;
}

export class ClusterOptions {
  @TextList(NODES_WHAT, 64, NODE)
  nodes!: string[];

  @Optional()
  @SecretText('a user name')
  username?: string;

  @Optional()
  @SecretText('a password')
  password?: string;

  @Optional()
  @Flag()
  tls = false;
}

export class RedisOptions {
  @Optional()
  @Text('1 to 32 letters, digits, - or _', /^[\w-]{1,32}$/)
  prefix = 'relay';

  /** The relay runs a Redis of its own; so it does, too, where none is named and there is a redis-server. */
  @Optional()
  @Flag()
  embedded = false;

  @Optional()
  @Block(() => SentinelOptions)
  sentinel?: SentinelOptions;

  @Optional()
  @Block(() => ClusterOptions)
  cluster?: ClusterOptions;
}
