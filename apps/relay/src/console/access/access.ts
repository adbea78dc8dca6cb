import { SetMetadata } from '@nestjs/common';

/**
 * Who may call a route:
 *
 * - `anyone`: it tells nothing (`/healthz`).
 * - `probe`: anyone may learn yes or no; reasons are for operators (`/readyz`).
 * - `token`: needs a token, where one is set. The default.
 * - `api`: whom {@link ApiDoor} let in, and nobody else, whatever way a request took to the route.
 * - `login`: anybody whom the door did not turn away (`/api/session`).
 */
export type Access = 'anyone' | 'probe' | 'token' | 'api' | 'login';

export const ACCESS = 'relay:access';

/** Marks who may call a route, or all routes of a controller. */
export function AllowAccess(access: Access): ClassDecorator & MethodDecorator {
  return SetMetadata(ACCESS, access);
}
