import type { ProjectConfig } from '#config';
import { AuthKeySigner, type Signer } from '#metastudio';

/** Signs nothing: for reports whose URL carries its own key. */
const NO_CREDENTIAL: Signer = {
  sign: ({ url, headers }) => ({ url, headers }),
  refused: () => false,
};

/**
 * The signer of a project's reports, as configured.
 *
 * @param shared the signer of the project's `auth`, which the management calls use, too.
 */
export function reportSignerOf(project: ProjectConfig, shared: Signer | undefined): Signer {
  if (project.reportAuth === 'url') return NO_CREDENTIAL;
  if (project.reportAuth === 'auth-key' && project.authKey !== undefined) {
    return new AuthKeySigner(project.authKey);
  }
  return shared ?? NO_CREDENTIAL;
}
