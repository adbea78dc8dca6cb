export { buildOptions, type KeyPath, type Property } from './build-options.js';
export { checkOptions, type OptionError, type Purpose } from './check-options.js';
export {
  Block,
  BlockList,
  Checked,
  Decimal,
  Flag,
  isBlock,
  OneOf,
  OnlyIf,
  Optional,
  RawBlock,
  SomeOf,
  Text,
  TextList,
  TextThat,
  TO_CONNECT,
  ValueThat,
  Whole,
  type Asked,
} from './fields.js';
export { jsonSchemaOf } from './json-schema.js';
export type { JsonSchema } from './key-schema.js';
export { knownKeys } from './known-keys.js';
export { HeaderSecret, SecretText, WriteOnly } from './secret-fields.js';
export { RepeatedBlocks } from './repeated-blocks.js';
export { intendedScalars, scalarOf, type ScalarKind } from './scalars.js';
