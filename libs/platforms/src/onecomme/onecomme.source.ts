import type { HearingTerms } from '#source';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { OneCommeDecoder } from './onecomme.decoder.js';
import { addressOf, type OneCommeOptions } from './onecomme.options.js';

/** Reads a OneComme, which sends what it has (`connected`) to everybody who asks for something. */
export class OneCommeSource extends WebSocketSource {
  readonly hearing: HearingTerms = { greetsMs: GREETS_MS, wayOut: { silent: SILENT } };

  constructor(options: OneCommeOptions) {
    super({ url: addressOf(options) }, new OneCommeDecoder(options));
  }
}

const GREETS_MS = 5000;
const SILENT =
  'OneComme has sent nothing, not even what it had: since version 8 it sends what the address asks for. End url with /sub?p=comments,meta, or leave url out.';
