import type { Transport } from '../http/late-transport.js';
import type { Secret } from '#secret';
import type { SkewClock } from '../http/skew-clock.js';
import { AkSkSigner, type AccessKeys } from './access-keys/aksk.signer.js';
import { fetchEcsKeys } from './access-keys/ecs-keys.source.js';
import { IamTokenSigner } from './iam/iam-token.signer.js';
import { fetchIamToken, type IamUser } from './iam/iam-token.source.js';
import { keyFileSource } from './access-keys/key-file.source.js';
import { RenewedKeysSigner } from './access-keys/renewed-keys.signer.js';
import type { Signer } from './signer.js';
import { TokenSigner } from './iam/token.signer.js';

/** How a project authenticates, according to its configuration. */
export type AuthOptions =
  | ({ readonly type: 'aksk' } & AccessKeys)
  | { readonly type: 'token'; readonly token: Secret }
  | ({ readonly type: 'iam' } & IamUser)
  | { readonly type: 'ecs'; readonly endpoint: string }
  | { readonly type: 'key-file'; readonly file: string };

/** The surroundings that signing by IAM requires. */
export interface SignerSurroundings {
  readonly transport: Transport;
  readonly clock: SkewClock;
  readonly timeoutMs: number;
}

/** The signer of a project. Make one for all its calls: they share its IAM token. */
export function createSigner(auth: AuthOptions, around: SignerSurroundings): Signer {
  switch (auth.type) {
    case 'aksk':
      return new AkSkSigner(auth);
    case 'token':
      return new TokenSigner(auth.token);
    case 'iam': {
      const { transport, clock, timeoutMs } = around;
      const fetchToken = () => fetchIamToken(auth, transport, clock, timeoutMs);
      return new IamTokenSigner(fetchToken, () => clock.now());
    }
    case 'ecs':
    case 'key-file': {
      const now = (): number => around.clock.now();
      const fetchKeys =
        auth.type === 'ecs'
          ? () => fetchEcsKeys(auth.endpoint, now)
          : keyFileSource(auth.file, around.clock);
      return new RenewedKeysSigner(fetchKeys, now);
    }
  }
}
