export { budgetWords, UsedBudgets, usedOf } from './checks/budgets.js';
export { BridgeSource } from './bridges/bridge-source.js';
export { TargetAgreement } from './bridges/target-agreement.js';
export { compileBridge, type CompileContext } from './bridges/compile-bridge.js';
export { specOf } from './bridges/spec-of.js';
export { bridgesAgree } from './bridges/check-bridges.js';
export { editedBridges, type WrittenBridges } from './yaml/edited-bridges.js';
export { loadConfig, type ConfigResult } from './load-config.js';
export { nearestKey } from '#nearest-key';
export { suggestedType } from './values/other-words.js';
export { BRIDGE_NAME } from './options/bridge.options.js';
export { ENVIRONMENT_VARIABLES } from './options/environment.options.js';
export { formatProblem, pointerOf, type Caution, type Problem } from './checks/problem.js';
export { interpolate } from './values/interpolate.js';
export { readYaml } from './yaml/read-yaml.js';
export { bridgeSchema } from './bridges/bridge-schema.js';
export { readConfigFile } from './yaml/read-config-file.js';
export type {
  BridgeConfig,
  BufferConfig,
  CallbacksConfig,
  FilterConfig,
  ProcessConfig,
  ProjectConfig,
  ProxyConfig,
  RelayConfig,
  ReportAuth,
  TrailConfig,
  TargetConfig,
} from './relay-config.js';
export {
  NOTICE_KINDS,
  type NoticeChannel,
  type NoticeChannelType,
  type NoticeKind,
  type NoticesConfig,
  type QuietHours,
} from './notices-config.js';
export type { RedisConfig } from './redis-config.js';
export { DEFAULT_PROJECT, ROLES } from './relay-config.js';
export { hintOf, loadSourceOptions, type SourceTypes } from './bridges/source-options.js';
export type { VariableRule } from './values/interpolate.js';
export type { Environment } from './values/substitute.js';
