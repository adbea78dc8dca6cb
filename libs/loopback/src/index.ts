export { freePort } from './free-port.js';
export { isLoopback } from './is-loopback.js';
