import { fieldsOf } from '#live-event';
import { parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { COMMAND, OPERATION, type OpenCommand } from './bilibili-open.external.js';
import { normaliseCommand } from './bilibili-open.normaliser.js';
import { readPackets } from './open-packet.js';

/** Hears about the connection, rather than about viewers. */
export interface SessionListener {
  /** The socket's authentication was answered; 0: accepted. */
  authenticated(code: number): void;
  /** A session in this room is over: ours, or somebody else's. */
  sessionEnded(gameId: string): void;
}

/**
 * Decodes what the open platform's socket sends: binary messages, each with any number of packets.
 * A text frame is read as one command in JSON, as captures hold it.
 */
export class BilibiliOpenDecoder implements FrameDecoder {
  decode(frame: Frame, sink: FrameSink, listener?: SessionListener): void {
    if (typeof frame === 'string') return decodeCommand(frame, sink, listener);
    if (frame.length === 0) return sink.malformed('truncated-packet');
    readPackets(frame, {
      packet: (operation, body) => decodePacket(operation, body, sink, listener),
      refused: (problem) => sink.malformed(problem),
    });
  }
}

function decodePacket(
  operation: number,
  body: Buffer,
  sink: FrameSink,
  listener: SessionListener | undefined,
): void {
  switch (operation) {
    case OPERATION.command:
      return decodeCommand(body.toString(), sink, listener);
    case OPERATION.authenticationReply: {
      const { code } = fieldsOf(parseJson(body.toString()) as { code: unknown });
      if (typeof code !== 'number') return sink.malformed('no-code');
      listener?.authenticated(code);
      return sink.ignored('authentication-reply');
    }
    case OPERATION.heartbeatReply:
      return sink.ignored('heartbeat-reply');
    default:
      return sink.ignored(`operation-${operation}`);
  }
}

function decodeCommand(text: string, sink: FrameSink, listener: SessionListener | undefined): void {
  const document = parseJson(text);
  if (document === undefined) return sink.malformed('not-json');
  const { cmd, data } = fieldsOf(document as OpenCommand);
  if (typeof cmd !== 'string') return sink.malformed('no-command');
  const event = fieldsOf(data);
  if (cmd === COMMAND.sessionEnd && typeof event.game_id === 'string') {
    listener?.sessionEnded(event.game_id);
  }
  normaliseCommand(cmd, event, sink);
}
