import { createRequire } from 'node:module';

type ClassValidator = typeof import('class-validator');

const require = createRequire(import.meta.url);

/**
 * A part of class-validator. Its index loads every check that it has, and a library of phone
 * numbers with them: a quarter of a second for each command. What stands here works on the same
 * metadata as the index.
 */
function part<Name extends keyof ClassValidator>(file: string, name: Name): ClassValidator[Name] {
  return (require(`class-validator/cjs/${file}.js`) as Pick<ClassValidator, Name>)[name];
}

export const ValidateBy = part('decorator/common/ValidateBy', 'ValidateBy');
export const ValidateIf = part('decorator/common/ValidateIf', 'ValidateIf');
export const ValidateNested = part('decorator/common/ValidateNested', 'ValidateNested');
export const IsOptional = part('decorator/common/IsOptional', 'IsOptional');
export const Validator = part('validation/Validator', 'Validator');
export const getMetadataStorage = part('metadata/MetadataStorage', 'getMetadataStorage');
