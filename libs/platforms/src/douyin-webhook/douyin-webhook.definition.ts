import { bilingual } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { webhookFrame } from '../inbound/webhook-frame.js';
import { douyinWebhookAbout } from './douyin-webhook.about.js';
import { douyinMoneySignature, douyinVerifier } from './douyin-signature.js';
import { DouyinWebhookDecoder } from './douyin-webhook.decoder.js';
import { DOUYIN_HEADER } from './douyin-webhook.external.js';
import { DouyinWebhookOptions } from './douyin-webhook.options.js';

/**
 * `douyin-webhook`: a Douyin room through the data push that Douyin offers to interactive games.
 */
export const douyinWebhook: SourceDefinition<DouyinWebhookOptions> = {
  type: 'douyin-webhook',
  about: douyinWebhookAbout,
  Options: DouyinWebhookOptions,
  decoder: ({ roomId, giftNames }) =>
    new DouyinWebhookDecoder({
      roomId: roomId === undefined ? undefined : String(roomId),
      giftNames: giftNames === undefined ? undefined : new Map(Object.entries(giftNames)),
    }),
  inbound: {
    hearing: {
      wayOut: {
        'not-understood': bilingual(
          'What arrives is not signed as it should be, or cannot be read: check secret against the one in the console of Douyin.',
          '推送的签名不正确，或内容无法识别：请核对 secret 与抖音开放平台后台中的密钥是否一致。',
        ),
      },
    },
    http: true,
    webSocket: false,
    encodings: [],
    namesProblems: false,
    okStatus: 200,
    verifier: ({ secret }) => douyinVerifier(secret),
    moneySignature: douyinMoneySignature,
    frameOf: (headers, body) =>
      webhookFrame(headers, body, [DOUYIN_HEADER.room, DOUYIN_HEADER.type]),
  },
};
