import { bilingual } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { webhookFrame } from '../inbound/webhook-frame.js';
import { kickWebhookAbout } from './kick-webhook.about.js';
import { kickMoneySignature, kickVerifier, publicKeyOf } from './kick-signature.js';
import { KickWebhookDecoder } from './kick-webhook.decoder.js';
import { KICK_HEADER } from './kick-webhook.external.js';
import { KickWebhookOptions } from './kick-webhook.options.js';

const READ = [KICK_HEADER.id, KICK_HEADER.time, KICK_HEADER.type];

/** `kick-webhook`: a Kick channel through the webhooks that Kick offers to programs. */
export const kickWebhook: SourceDefinition<KickWebhookOptions> = {
  type: 'kick-webhook',
  about: kickWebhookAbout,
  Options: KickWebhookOptions,
  decoder: ({ broadcasterId }) =>
    new KickWebhookDecoder(broadcasterId === undefined ? undefined : String(broadcasterId)),
  inbound: {
    hearing: {
      wayOut: {
        'not-understood': bilingual(
          'What arrives is not signed as it should be, or cannot be read: check publicKey against the one that Kick shows.',
          '推送的签名不正确，或内容无法识别：请核对 publicKey 与 Kick 公布的公钥是否一致。',
        ),
      },
    },
    http: true,
    webSocket: false,
    encodings: [],
    namesProblems: false,
    okStatus: 200,
    verifier: ({ publicKey }) => kickVerifier(publicKeyOf(publicKey)!),
    moneySignature: kickMoneySignature,
    frameOf: (headers, body) => webhookFrame(headers, body, READ),
  },
};
