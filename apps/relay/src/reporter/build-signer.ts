import type { AuthConfig, ProjectConfig } from '#config';
import { AkSkSigner, AuthKeySigner, TokenSigner, type Signer } from '#metastudio';

/** Reports whose URL carries its own key need no signer; anything else goes out unsigned. */
const NO_CREDENTIAL: Signer = {
  sign: ({ url, headers }) => ({ url, headers }),
  refused: () => false,
};

/** What authenticates the reports of a project, as configured. */
export function reportSignerOf(project: ProjectConfig): Signer {
  if (project.reportAuth === 'url') return NO_CREDENTIAL;
  if (project.reportAuth === 'auth-key' && project.authKey !== undefined) {
    return new AuthKeySigner(project.authKey);
  }
  return project.auth === undefined ? NO_CREDENTIAL : signerOf(project.auth);
}

/** The signer of a credential. */
export function signerOf(auth: AuthConfig): Signer {
  switch (auth.type) {
    case 'aksk':
      return new AkSkSigner(auth);
    case 'token':
      return new TokenSigner(auth.token);
    case 'iam':
      throw new Error('not yet');
  }
}
