import { createHmac } from 'node:crypto';

/**
 * A JSON Web Token signed with HMAC-SHA256 (HS256).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export function signToken(claims: Readonly<Record<string, unknown>>, secret: string): string {
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
