import type { VariableRule } from '#config';

/** Variables that the operator allows bridges to name that are made through the API. */
const ALLOWED = /^RELAY_SECRET_\w+$/;

/**
 * A user of the API must not read the environment of the process: a bridge could send a variable to
 * a server of that user's, or show it as the name of a room.
 */
export const onlySecretVariables: VariableRule = (name, path) => {
  if (!ALLOWED.test(name)) {
    return 'may name only variables that begin with RELAY_SECRET_: the others are the relay’s own';
  }
  const isSource = /^source[.[]/.test(path) && !/^source\.(?:type|mapping)(?:[.[]|$)/.test(path);
  if (isSource || path === 'target.reportUrl') return undefined;
  return 'may not name a variable: they belong into the source, and into target.reportUrl';
};
