import { MappingDecoder, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { parseWebhook } from '../inbound/webhook-frame.js';
import { siteText } from '../chat-text/site-text.js';
import { kuaishouMapping } from './kuaishou-webhook.mapping.js';

/** Decodes what Kuaishou posts: the bare body, or a webhook's frame with its headers. */
export class KuaishouWebhookDecoder implements FrameDecoder {
  readonly #mapping: MappingDecoder;

  constructor(room: string | undefined) {
    this.#mapping = new MappingDecoder(kuaishouMapping(room), { spoken: siteText });
  }

  decode(frame: Frame, sink: FrameSink): void {
    const webhook = parseWebhook(frame);
    if (webhook === 'body-not-json') return sink.malformed(webhook);
    if (typeof webhook === 'string') return this.#mapping.decode(frame, sink);
    this.#mapping.decodeDocument(webhook.body, sink);
  }
}
