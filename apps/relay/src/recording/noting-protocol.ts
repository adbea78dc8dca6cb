import type { Frame, SourceProtocol } from '#source';

/** A protocol that does all that another does, and notes each frame before it is read. */
export function notingProtocol(
  protocol: SourceProtocol,
  note: (frame: Frame) => void,
): SourceProtocol {
  // What a protocol leaves out means something, and some of it is read anew each time.
  return new Proxy(protocol, {
    get: (target, name) => {
      if (name === 'frame') {
        const frame: SourceProtocol['frame'] = (one, session, sink) => {
          note(one);
          target.frame(one, session, sink);
        };
        return frame;
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
