import { PushedOptions } from '../../inbound/pushed.options.js';

/** The keys that `dycast` takes in the file. */
export class DycastOptions extends PushedOptions {}
