import { ValidateBy, type ValidationOptions } from 'class-validator';

/** A `ws://` or `wss://` address; hosts without a domain (`localhost`, a container's name) too. */
export function IsWebSocketUrl(options: ValidationOptions = {}): PropertyDecorator {
  const message = '$property must be an address that begins with ws:// or wss://';
  return ValidateBy(
    { name: 'isWebSocketUrl', validator: { validate: isWebSocketUrl } },
    { message, ...options },
  );
}

function isWebSocketUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > LENGTH_MAX || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return (protocol === 'ws:' || protocol === 'wss:') && hostname !== '';
}

const LENGTH_MAX = 4096;
