export { budgetWords, tightBudgets, usedOf, type SourceBudget } from './checks/budgets.js';
export { BridgeSource } from './bridges/bridge-source.js';
export {
  compileBridge,
  type CompileContext,
  type CompiledBridge,
} from './bridges/compile-bridge.js';
export { bridgesAgree } from './bridges/check-bridges.js';
export { editedBridges, type WrittenBridges } from './yaml/edited-bridges.js';
export { configReference, type ReferenceKey } from './config-reference.js';
export { loadConfig, type ConfigInput, type ConfigResult } from './load-config.js';
export { nearestKey } from '#nearest-key';
export { suggestedType } from './values/other-words.js';
export { ENVIRONMENT_VARIABLES } from './options/environment.options.js';
export { formatProblem, pointerOf, type Caution, type Problem } from './checks/problem.js';
export { interpolate } from './values/interpolate.js';
export { readYaml } from './yaml/read-yaml.js';
export { bridgeSchema } from './bridges/bridge-schema.js';
export { readConfigFile } from './yaml/read-config-file.js';
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
export { hintOf, loadSourceOptions, type SourceTypes } from './bridges/source-options.js';
export type { VariableRule } from './values/interpolate.js';
export type { Environment } from './values/substitute.js';
