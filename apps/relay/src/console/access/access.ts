import { SetMetadata } from '@nestjs/common';

/**
 * Who may call a route:
 *
 * - `anyone`: it tells nothing (`/healthz`).
 * - `probe`: anyone may learn yes or no; reasons are for operators (`/readyz`).
 * - `token`: needs a token, where one is set. The default.
 * - `api`: only requests that {@link ApiDoor} let in, on any way to the route.
 * - `login`: any request that the door did not turn away (`/api/session`).
 */
export type Access = 'anyone' | 'probe' | 'token' | 'api' | 'login';

export const ACCESS = 'relay:access';

/** Marks who may call a route, or all routes of a controller. */
export function AllowAccess(access: Access): ClassDecorator & MethodDecorator {
  return SetMetadata(ACCESS, access);
}
