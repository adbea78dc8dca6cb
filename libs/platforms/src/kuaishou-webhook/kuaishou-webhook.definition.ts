import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { bilingual } from '#source';
import type { PushVerifier } from '../inbound/inbound.js';
import { isMd5Of } from '../inbound/is-md5-of.js';
import { PushedOptions } from '../inbound/pushed.options.js';
import type { SourceDefinition } from '../source-definition.js';
import { headerOf } from '../inbound/webhook-frame.js';
import { kuaishouWebhookAbout } from './kuaishou-webhook.about.js';
import { KuaishouWebhookDecoder } from './kuaishou-webhook.decoder.js';

/** The keys that `kuaishou-webhook` takes in the file. */
class KuaishouWebhookOptions extends PushedOptions {
  @Text(
    "the application's secret (appSecret), as in Kuaishou's console",
    /^[!-~]{1,256}$/,
    TO_CONNECT,
  )
  @WriteOnly()
  readonly secret!: string;

  /** Takes only events of this room. @defaultValue all that Kuaishou sends */
  @Optional()
  @Text('the code of the room (room_code), in quotes', /^[\w-]{1,128}$/)
  readonly room?: string;
}

/** `kuaishou-webhook`: a Kuaishou room, posted by its 互动直播 to an application. */
export const kuaishouWebhook: SourceDefinition<KuaishouWebhookOptions> = {
  type: 'kuaishou-webhook',
  about: kuaishouWebhookAbout,
  Options: KuaishouWebhookOptions,
  decoder: ({ room }) => new KuaishouWebhookDecoder(room),
  inbound: {
    hearing: {
      wayOut: {
        'not-understood': bilingual(
          'What arrives is not signed as it should be, or cannot be read: check secret (appSecret) against the one in the console of Kuaishou.',
          '推送的签名不正确，或内容无法识别：请核对 secret（appSecret）与快手开放平台后台中的密钥是否一致。',
        ),
      },
    },
    http: true,
    webSocket: false,
    encodings: [],
    namesProblems: false,
    okStatus: 200,
    // Kuaishou sends the push again after any other answer.
    okBody: { result: 1 },
    verifier: ({ secret }) => kuaishouVerifier(secret),
  },
};

/**
 * Checks Kuaishou's signature: the MD5, in hex, of the body and the secret.
 * @see https://open.kuaishou.com/docs/saas/develop/api/encryptedMsg.html
 */
function kuaishouVerifier(secret: string): PushVerifier {
  return (headers, body) => {
    const shown = headerOf(headers, 'kwaisign');
    if (shown === undefined) return 'no-signature';
    return isMd5Of(shown, 'hex', [body, secret]) ? undefined : 'bad-signature';
  };
}
