import { SetMetadata } from '@nestjs/common';

/**
 * Who may call a route:
 *
 * - `anyone`: it tells nothing (`/healthz`).
 * - `probe`: anyone may learn yes or no; reasons are for operators (`/readyz`).
 * - `operator`: needs RELAY_API_TOKEN, where one is set. The default.
 */
export type Access = 'anyone' | 'probe' | 'operator';

export const ACCESS = 'relay:access';

/** Marks who may call a route, or all routes of a controller. */
export function AllowAccess(access: Access): ClassDecorator & MethodDecorator {
  return SetMetadata(ACCESS, access);
}
