import { createRequire } from 'node:module';

type ClassValidator = typeof import('class-validator');

const require = createRequire(import.meta.url);

/**
 * Loads a part of class-validator. Its index loads every check that it has, and a library of phone
 * numbers with them: a quarter of a second for each command. The parts work on the same metadata as
 * the index.
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

/**
 * The storage searches all classes for each object that it is asked about. A class is asked about
 * only after its decorators have run, so its answer can be kept.
 */
const storage = getMetadataStorage();
const asked = storage.getTargetValidationMetadatas.bind(storage);
const known = new WeakMap<object, Map<string, ReturnType<typeof asked>>>();
storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  const answers = known.get(target) ?? new Map<string, ReturnType<typeof asked>>();
  known.set(target, answers);
  const question = `${schema}|${always}|${strictGroups}|${groups?.join(',')}`;
  const answer = answers.get(question) ?? asked(target, schema, always, strictGroups, groups);
  answers.set(question, answer);
  return answer;
};
