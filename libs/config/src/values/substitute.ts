/** The variables that a text may name. Values are texts, as in a process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Substituted {
  readonly text: string;
  /** The names that the text used, in their order. */
  readonly variables: readonly string[];
  /** Names without a value and without a default. They become empty in the text. */
  readonly unset: readonly string[];
  /** Whether the whole text was one `${VAR}`, so that it may stand for a number. */
  readonly whole: boolean;
  /** Whether a `${` does not begin a well-formed `${VAR}` or `${VAR:-default}`. */
  readonly malformed: boolean;
}

/**
 * Replaces `${VAR}` by the environment's value, or `${VAR:-default}` for a variable that is unset
 * or empty. `$${` is a literal `${`. Values are not searched again.
 */
export function substitute(text: string, environment: Environment): Substituted {
  const variables: string[] = [];
  const unset: string[] = [];
  let malformed = false;
  const filled = (place: string, name?: string, fallback?: string): string => {
    if (place === '$${') return '${';
    if (name === undefined) {
      malformed = true;
      return '';
    }
    variables.push(name);
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined && fallback === undefined) unset.push(name);
    return fallback !== undefined && (value === undefined || value === '')
      ? fallback
      : (value ?? '');
  };
  // Behind the last } no place ends: each that begins there would be searched to the end of the text.
  const end = text.lastIndexOf('}') + 1;
  const result =
    text.slice(0, end).replace(PLACES, filled) +
    text.slice(end).replace(BEGINNINGS, (place) => filled(place));
  return { text: result, variables, unset, whole: WHOLE.test(text), malformed };
}

const PLACES = /\$\$\{|\$\{(?:([A-Za-z_]\w{0,127})(?::-([^}]*))?\})?/g;
const BEGINNINGS = /\$?\$\{/g;
const WHOLE = /^\$\{[A-Za-z_]\w{0,127}(?::-[^}]*)?\}$/;
