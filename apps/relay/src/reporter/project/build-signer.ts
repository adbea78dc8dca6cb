import type { ProjectConfig } from '#config';
import { AuthKeySigner, type Signer } from '#metastudio';

/** Reports whose URL carries its own key need no signer; anything else goes out unsigned. */
const NO_CREDENTIAL: Signer = {
  sign: ({ url, headers }) => ({ url, headers }),
  refused: () => false,
};

/**
 * What authenticates the reports of a project, as configured.
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
