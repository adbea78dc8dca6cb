import { MappingDecoder } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { pushAbout } from './push.about.js';
import { pushedFrame, recordedFrame } from './form-frame.js';
import { plainMistakes } from './plain-mistakes.js';
import { PLAIN_EVENTS } from './plain-events.js';
import { PushOptions } from './push.options.js';

/**
 * `push`: a sender that connects to us. A frame or a body holds one message, an array of messages,
 * or JSON Lines.
 */
export const pushSource: SourceDefinition<PushOptions> = {
  type: 'push',
  about: pushAbout,
  Options: PushOptions,
  decoder: ({ mapping }) =>
    mapping === undefined
      ? new MappingDecoder(PLAIN_EVENTS, { jsonLines: true, mistakesIn: plainMistakes })
      : new MappingDecoder(mapping, { jsonLines: true }),
  inbound: {
    http: true,
    webSocket: true,
    encodings: [],
    forms: true,
    frameOf: pushedFrame,
    recordedFrame,
    namesProblems: true,
    okStatus: 202,
    // With the sender's own format, a message that no rule fits is not a mistake.
    unknownKindIsProblem: ({ mapping }) => mapping === undefined,
  },
};
