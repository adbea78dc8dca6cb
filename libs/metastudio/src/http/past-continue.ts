import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/**
 * Makes connections that pass over each `100 Continue`, and the other interim answers that it may stand behind. Some
 * gateways say it though nobody asked; undici breaks the connection then, so that a report that has arrived would be
 * sent again, for ever. A connection with {@link INTERIM_BYTES_MAX} of them and no answer ends: whoever says them
 * without end would keep the process busy until the request is given up.
 */
export function pastContinue(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, withoutContinue(socket));
      else callback(error, null);
    });
}

/** There is one request at a time on a connection, and undici takes what comes by `read`. */
function withoutContinue<Connection extends Socket>(socket: Connection): Connection {
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  const read = socket.read.bind(socket) as () => Buffer | null;
  let isAtStart = true;
  let begun: Buffer = NOTHING;
  let passed = 0;
  socket.write = (...given: unknown[]) => {
    isAtStart = true;
    passed = 0;
    return write(...given);
  };
  socket.read = () => {
    for (let chunk = read(); chunk !== null; chunk = read()) {
      if (!isAtStart) return chunk;
      const come = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
      begun = behindInterim(come);
      passed += come.length - begun.length;
      if (passed > INTERIM_BYTES_MAX) {
        socket.destroy(new Error('There is no end of interim answers.'));
        return null;
      }
      if (isPartOfInterim(begun)) continue;
      const answer = begun;
      [isAtStart, begun] = [false, NOTHING];
      return answer;
    }
    return null;
  };
  return socket;
}

function behindInterim(bytes: Buffer): Buffer {
  let rest = bytes;
  while (INTERIM.test(beginningOf(rest))) {
    const end = rest.indexOf(HEAD_END);
    if (end === -1) return rest;
    rest = rest.subarray(end + HEAD_END.length);
  }
  return rest;
}

/** Whether these may be the first bytes of one; those of one without end are not. */
function isPartOfInterim(bytes: Buffer): boolean {
  const begun = beginningOf(bytes);
  return bytes.length <= HEAD_BYTES_MAX && INTERIM.test(begun + CONTINUE.slice(begun.length));
}

function beginningOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, CONTINUE.length);
}

const NOTHING: Buffer = Buffer.alloc(0);
const CONTINUE = 'HTTP/1.1 100';
/** Not `101`, after which no answer follows. */
const INTERIM = /^HTTP\/1\.1 1(?!01)\d\d/;
const HEAD_END = Buffer.from('\r\n\r\n');
const HEAD_BYTES_MAX = 16_384;
const INTERIM_BYTES_MAX = 65_536;
