import { PushedOptions } from '../pushed.options.js';

/** What `dycast` takes in the file. */
export class DycastOptions extends PushedOptions {}
