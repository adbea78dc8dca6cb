import { fieldsOf, textOf } from '#live-event';
import { BoundedMap } from '#bounded-map';
import { bilingual, MappingDecoder, type FrameSink, type MappingDecoderOptions } from '#source';
import { RESTREAM } from './restream.mapping.js';

interface RestreamAction {
  readonly action: unknown;
  readonly payload: {
    readonly connectionIdentifier: unknown;
    readonly connectionUuid: unknown;
    readonly status: unknown;
    readonly reason: unknown;
  };
}

/** The state of one site's chat. */
interface Connection {
  readonly uuid: string;
  readonly state: 'connected' | 'connecting' | 'ended' | 'refused';
}

/**
 * Decodes Restream Chat's messages, and reports the state of the chats that it reads: one that
 * cannot be read is no problem while another can.
 * @see https://developers.restream.io/chat/connections
 */
export class RestreamDecoder extends MappingDecoder {
  readonly #connections = new BoundedMap<string, Connection>(CONNECTIONS_MAX);

  constructor(options: MappingDecoderOptions) {
    super(RESTREAM, options);
  }

  override decodeDocument(document: unknown, sink: FrameSink, frame?: object): void {
    const { action, payload } = fieldsOf(document as RestreamAction);
    const told = fieldsOf(payload);
    const uuid = textOf(told.connectionUuid, ID_LENGTH_MAX);
    const id = textOf(told.connectionIdentifier, ID_LENGTH_MAX);
    if (action === 'connection_info' && id !== '') {
      this.#connections.set(id, { uuid, state: stateOf(told) });
      this.#tell(sink);
    } else if (action === 'connection_closed') {
      for (const [one, connection] of this.#connections) {
        if (connection.uuid === uuid) this.#connections.delete(one);
      }
      this.#tell(sink);
    }
    super.decodeDocument(document, sink, frame);
  }

  #tell(sink: FrameSink): void {
    const states = new Set([...this.#connections].map(([, { state }]) => state));
    if (states.has('connected')) return sink.room?.('live');
    if (states.has('connecting') || states.size === 0) return;
    if (states.has('refused')) return sink.room?.('refused', REFUSED);
    sink.room?.('ended');
  }
}

function stateOf({ status, reason }: Partial<RestreamAction['payload']>): Connection['state'] {
  if (status !== 'error') return status === 'connected' ? 'connected' : 'connecting';
  return ENDED.test(textOf(reason, ID_LENGTH_MAX)) ? 'ended' : 'refused';
}

const CONNECTIONS_MAX = 100;
const ID_LENGTH_MAX = 128;
/** Restream's codes for a stream that is over, or has not started. */
const ENDED = /ended|not_live|no_active|not_active|offline|not_found/;
const REFUSED = bilingual(
  'Restream can read none of the chats of this account: connect its channels again in the dashboard of Restream.',
  'Restream 读不到该账号的任何聊天：请在 Restream 后台重新连接各个频道。',
);
