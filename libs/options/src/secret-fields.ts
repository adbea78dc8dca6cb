import { Text } from './fields.js';
import { describeKey } from './key-schema.js';

/**
 * The key holds a secret: the API accepts it, seals it and never returns it. On a block or a list
 * this applies to all values within.
 */
export function WriteOnly(): PropertyDecorator {
  return describeKey({ writeOnly: true });
}

/** A secret that goes unchanged into an HTTP header. */
export function HeaderSecret(what: string, lengthMax = 4096): PropertyDecorator {
  const rule = `1 to ${lengthMax} visible ASCII characters without spaces, as HTTP headers take them`;
  return secret(Text(`${what}: ${rule}`, new RegExp(`^[!-~]{1,${lengthMax}}$`)));
}

/** A secret in any language; characters that no password contains are a copying mistake. */
export function SecretText(what: string, lengthMax = 4096): PropertyDecorator {
  const text = `^(?=[^\\p{Cc}\\p{Cf}\\u2028\\u2029]{1,${lengthMax}}$)\\S(?:[^]*\\S)?$`;
  const rule = 'without white space around it or line breaks in it';
  return secret(Text(`${what}, ${rule}`, new RegExp(text, 'u')));
}

function secret(text: PropertyDecorator): PropertyDecorator {
  return (target, key) => {
    text(target, key);
    WriteOnly()(target, key);
  };
}
