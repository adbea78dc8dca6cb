import { Optional, TextList } from '#options';

/** A host's name, `*.` and a domain for all below it, an address, or a network such as `10.1.0.0/16`. */
const ALLOWED_HOST = /^(?:\*\.)?[A-Za-z0-9_:.-]{1,253}(?:\/\d{1,3})?$/;

/** What the API may be used for. */
export class ApiOptions {
  /**
   * Hosts of this machine and of private networks that sources made through the API may connect to;
   * all others of such networks are refused.
   */
  @Optional()
  @TextList('names of hosts, addresses, or networks such as 10.1.0.0/16', 1000, ALLOWED_HOST)
  allowHosts: string[] = [];
}
