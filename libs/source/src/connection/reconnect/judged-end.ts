import type { ConnectionEnd } from './end.js';
import type { SourceProtocol } from '../../source-protocol.js';

/**
 * The end of an attempt that was refused with a status, or of a poll, with the protocol's view of
 * it: the protocol knows better than HTTP what comes next, and what the operator can do.
 */
export function refusedEnd(
  end: ConnectionEnd,
  protocol: Pick<SourceProtocol, 'upgradeRefused'>,
): ConnectionEnd {
  const { code } = end;
  let { after } = end;
  try {
    if (typeof code === 'number') after = protocol.upgradeRefused?.(code) ?? after;
  } catch {
    return { reason: 'protocol-failed' };
  }
  return { ...end, after, sentence: typeof after === 'object' ? after.refused : end.sentence };
}

/**
 * The end of a wire that was open, with the protocol's view of it.
 *
 * @param end as far as it is known; what was decided there takes precedence.
 * @param code that of the close frame. @param words the peer's.
 */
export function closedEnd(
  end: ConnectionEnd,
  code: number,
  words: string,
  protocol: Pick<SourceProtocol, 'closed'>,
): ConnectionEnd {
  try {
    const after = protocol.closed?.(code, words);
    return { code, ...end, after: end.after ?? after };
  } catch {
    return { code, ...end, reason: 'protocol-failed' };
  }
}
