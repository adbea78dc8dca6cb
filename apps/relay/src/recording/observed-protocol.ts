import type { Frame, SourceProtocol } from '#source';

/** Wraps a protocol, and passes each frame on before the protocol reads it. */
export function observedProtocol(
  protocol: SourceProtocol,
  observe: (frame: Frame) => void,
): SourceProtocol {
  // A proxy, since an absent member has a meaning, and some members are getters.
  return new Proxy(protocol, {
    get: (target, name) => {
      if (name === 'frame') {
        const frame: SourceProtocol['frame'] = (one, session, sink) => {
          observe(one);
          target.frame(one, session, sink);
        };
        return frame;
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
