import {
  HeaderSecret,
  isBlock,
  knownKeys,
  OneOf,
  Optional,
  SecretText,
  Text,
  TextThat,
} from '#options';
import { ECS_METADATA } from '#metastudio';
import { isMetadataOrigin, isOrigin, METADATA_WHAT, ORIGIN_WHAT } from '../values/formats.js';
import { OPEN } from '../instantiate.js';

const AUTH_TYPES = ['aksk', 'token', 'iam', 'ecs', 'key-file'] as const;

export class AkskAuthOptions {
  @OneOf(AUTH_TYPES)
  type!: 'aksk';

  @HeaderSecret('an access key', 256)
  accessKey!: string;

  @HeaderSecret('a secret key', 256)
  secretKey!: string;

  @Optional()
  @HeaderSecret('the security token of temporary keys', 16_384)
  securityToken?: string;
}

export class TokenAuthOptions {
  @OneOf(AUTH_TYPES)
  type!: 'token';

  @HeaderSecret('an IAM token, scoped to the project', 32_768)
  token!: string;
}

export class IamAuthOptions {
  @OneOf(AUTH_TYPES)
  type!: 'iam';

  /** IAM of the project's region where it is left out. */
  @Optional()
  @TextThat(ORIGIN_WHAT, isOrigin)
  endpoint?: string;

  @SecretText("the account's name")
  domain!: string;

  @SecretText("an IAM user's name")
  user!: string;

  @SecretText("the IAM user's password")
  password!: string;

  /** The project's region where it is left out. */
  @Optional()
  @Text('the name of a project, such as cn-north-4', /^[\w-]{1,64}$/)
  project?: string;
}

/** The temporary keys of the agency that this ECS has. */
export class EcsAuthOptions {
  @OneOf(AUTH_TYPES)
  type!: 'ecs';

  @Optional()
  @TextThat(METADATA_WHAT, isMetadataOrigin)
  endpoint = ECS_METADATA;
}

/** Keys in a file that somebody else renews. */
export class KeyFileAuthOptions {
  @OneOf(AUTH_TYPES)
  type!: 'key-file';

  @Text('the path of a file', /^[^\0\r\n]{1,4096}$/)
  file!: string;
}

/** In place of the class of an unknown type: that type is the one problem to tell. */
class UnknownAuthOptions {
  readonly [OPEN] = true;

  @OneOf(AUTH_TYPES)
  type!: string;
}

export type AuthOptions =
  AkskAuthOptions | TokenAuthOptions | IamAuthOptions | EcsAuthOptions | KeyFileAuthOptions;

/** Every key that some kind of `auth` takes. */
export const AUTH_KEYS: ReadonlySet<string> = new Set(
  [AkskAuthOptions, TokenAuthOptions, IamAuthOptions, EcsAuthOptions, KeyFileAuthOptions].flatMap(
    (Class) => [...knownKeys(Class)],
  ),
);

/** The class for the `auth` block of a parent block. */
export function authOptionsOf(parent: object): new () => object {
  const auth = (parent as { auth?: unknown }).auth;
  switch (isBlock(auth) ? auth['type'] : undefined) {
    case 'aksk':
      return AkskAuthOptions;
    case 'token':
      return TokenAuthOptions;
    case 'iam':
      return IamAuthOptions;
    case 'ecs':
      return EcsAuthOptions;
    case 'key-file':
      return KeyFileAuthOptions;
    default:
      return UnknownAuthOptions;
  }
}
