import {
  AUTH_KEY_FIELDS,
  AUTH_KEY_TEMPLATE_DEFAULT,
  authKeyTemplateProblem,
  CALLBACK_AUTHS,
  CALLBACK_FIELDS,
  CALLBACK_TEMPLATE_DEFAULT,
  callbackTemplateProblem,
  type CallbackAuth,
} from '#metastudio';
import {
  Block,
  Decimal,
  Flag,
  OneOf,
  Optional,
  SecretText,
  Text,
  TextList,
  TextThat,
  Whole,
} from '#options';
import {
  APP_USER_ID_WHAT,
  CALLBACK_URL_WHAT,
  ID,
  ID_WHAT,
  isAppUserId,
  isCallbackUrl,
  isOrigin,
  ORIGIN_WHAT,
} from '../values/formats.js';
import type { RefreshUrl, ReportAuth } from '../relay-config.js';
import { authOptionsOf, type AuthOptions } from './auth.options.js';

const TEMPLATE_WHAT = `a text with no fields but ${AUTH_KEY_FIELDS.map((field) => `{${field}}`).join(' ')}`;

export class AuthKeyOptions {
  @SecretText('the secret that reports are signed with')
  secret!: string;

  @Optional()
  @TextThat(TEMPLATE_WHAT, (value) => {
    return typeof value === 'string' && authKeyTemplateProblem(value) === undefined;
  })
  template = AUTH_KEY_TEMPLATE_DEFAULT;

  @Optional()
  @OneOf(['hex', 'base64', 'base64url'])
  encoding: 'hex' | 'base64' | 'base64url' = 'hex';

  @Optional()
  @Whole(60, 604_800)
  ttlSeconds = 3600;

  @Optional()
  @OneOf(['query', 'header'])
  carrier: 'query' | 'header' = 'query';
}

const CALLBACK_TEMPLATE_WHAT = `a text with {time} and no fields but ${CALLBACK_FIELDS.map((field) => `{${field}}`).join(' ')}`;

/** `reviewConfig`, of a project or a target. */
export class ReviewConfigOptions {
  @Flag()
  noNeedReview!: boolean;
}

/** `callbacks`, of a project: MetaStudio tells when an answer was spoken. */
export class CallbacksOptions {
  /** As MetaStudio reaches the relay, and as it signs. */
  @TextThat(CALLBACK_URL_WHAT, isCallbackUrl)
  url!: string;

  @Optional()
  @OneOf(CALLBACK_AUTHS)
  auth: CallbackAuth = 'MSS_A_HEAD';

  /** With `NONE` it stands in the address, as `key`. */
  @SecretText('the key that callbacks are signed with, of at most 32 characters', 32)
  key!: string;

  @Optional()
  @TextThat(CALLBACK_TEMPLATE_WHAT, (value) => {
    return typeof value === 'string' && callbackTemplateProblem(value) === undefined;
  })
  template = CALLBACK_TEMPLATE_DEFAULT;
}

const HOST = /^\.?[a-z0-9](?:[a-z0-9-]{0,62})?(?:\.[a-z0-9](?:[a-z0-9-]{0,62})?){1,10}$/i;

/** `metastudio`, or one of `projects`. */
export class MetastudioOptions {
  @Optional()
  @Text('a region such as cn-north-4', /^[a-z]{2}-[a-z]{2,16}-\d{1,3}$/)
  region?: string;

  @Optional()
  @TextThat(ORIGIN_WHAT, isOrigin)
  endpoint?: string;

  /** IAM of the region where it is left out. */
  @Optional()
  @TextThat(ORIGIN_WHAT, isOrigin)
  iamEndpoint?: string;

  @Text(ID_WHAT, ID)
  projectId!: string;

  @Optional()
  @TextThat(APP_USER_ID_WHAT, isAppUserId)
  appUserId?: string;

  @Optional()
  @Block(() => ReviewConfigOptions)
  reviewConfig?: ReviewConfigOptions;

  @Optional()
  @Block(authOptionsOf)
  auth?: AuthOptions;

  @Optional()
  @OneOf(['auth', 'auth-key', 'url'])
  reportAuth?: ReportAuth;

  @Optional()
  @Block(() => AuthKeyOptions)
  authKey?: AuthKeyOptions;

  @Optional()
  @OneOf(['auto', 'always', 'never'])
  refreshUrl: RefreshUrl = 'auto';

  @Optional()
  @TextList('hosts, or .domains for all hosts below them', 32, HOST)
  allowedHosts: string[] = ['.myhuaweicloud.com'];

  @Optional()
  @Decimal(0, 10_000)
  reportsPerSecond = 10;

  @Optional()
  @Decimal(0, 20)
  answerChecksPerSecond = 0;

  @Optional()
  @Block(() => CallbacksOptions)
  callbacks?: CallbacksOptions;

  @Optional()
  @Whole(100, 120_000)
  timeoutMs = 10_000;
}
