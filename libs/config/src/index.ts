export { budgetWords, tightBudgets, usedOf, type SourceBudget } from './budgets.js';
export { BridgeSource } from './bridge-source.js';
export { compileBridge, type CompileContext, type CompiledBridge } from './compile-bridge.js';
export { bridgesAgree } from './check-bridges.js';
export { editedBridges, type WrittenBridges } from './edited-bridges.js';
export { configReference, type ReferenceKey } from './config-reference.js';
export { isLoopback } from './formats.js';
export { loadConfig, type ConfigInput, type ConfigResult } from './load-config.js';
export { nearestKey } from '#nearest-key';
export { suggestedType } from './other-words.js';
export { ENVIRONMENT_VARIABLES } from './options/environment.options.js';
export { formatProblem, pointerOf, type Caution, type Problem } from './problem.js';
export { interpolate } from './interpolate.js';
export { readYaml } from './read-yaml.js';
export { bridgeSchema } from './bridge-schema.js';
export { readConfigFile } from './read-config-file.js';
export type {
  AkskAuthConfig,
  Placement,
  ApiConfig,
  ConsoleConfig,
  AuthConfig,
  AuthKeyConfig,
  BlockWords,
  BridgeConfig,
  BufferConfig,
  CallbacksConfig,
  ConnectWhen,
  Delivery,
  ChooseConfig,
  FilterConfig,
  IamAuthConfig,
  LogLevel,
  ProcessConfig,
  ProjectConfig,
  ProxyConfig,
  RefreshUrl,
  RelayConfig,
  ReportAuth,
  ReviewConfig,
  TrailConfig,
  Role,
  TargetConfig,
  TokenAuthConfig,
} from './relay-config.js';
export {
  NOTICE_CHANNELS,
  NOTICE_KINDS,
  type NoticeChannel,
  type NoticeChannelType,
  type NoticeKind,
  type NoticesConfig,
  type QuietHours,
} from './notices-config.js';
export type {
  RedisClusterConfig,
  RedisConfig,
  RedisNode,
  RedisSentinelConfig,
  RedisUrlConfig,
} from './redis-config.js';
export { DEFAULT_PROJECT, LOG_LEVELS, ROLES } from './relay-config.js';
export { hintOf, loadSourceOptions, type SourceTypes } from './source-options.js';
export type { VariableRule } from './interpolate.js';
export type { Environment } from './substitute.js';
