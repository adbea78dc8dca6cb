import { GENERIC_MAPPING, type Simulator } from '../../apps/simulator/src/index.js';

/**
 * The source of a bridge that reads the simulator's chat of the type `websocket`, as an operator would
 * write it.
 *
 * @param channel each has viewers of its own, who say what no other channel says.
 */
export function genericChat(
  simulator: Pick<Simulator, 'chatUrls'>,
  channel: string,
  more: object = {},
): object {
  return {
    type: 'websocket',
    url: simulator.chatUrls.generic,
    onOpen: [JSON.stringify({ op: 'subscribe', room: channel })],
    mapping: GENERIC_MAPPING,
    ...more,
  };
}
