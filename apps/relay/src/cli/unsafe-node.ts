import { isLoopback } from '#loopback';

/**
 * Finds settings of Node itself that would give away what the relay keeps secret. They are
 * inherited, unseen, with the environment of a shell or a parent process, and an operator needs
 * none of them. An inspector that only this machine reaches is for debugging, and may be open.
 *
 * @param env the variables of the process, as Node itself read them.
 * @param execArgv the options that Node was started with.
 * @param inspectorUrl where Node's inspector listens, if it does, as `node:inspector` tells it.
 * @returns a sentence for each, without its value; empty where all is well.
 */
export function unsafeNodeSettings(
  env: Readonly<Record<string, string | undefined>>,
  execArgv: readonly string[],
  inspectorUrl: string | undefined,
): readonly string[] {
  const found: string[] = [];
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') found.push(UNCHECKED);
  if ((env['NODE_DEBUG'] ?? '') !== '') found.push(debugging('NODE_DEBUG'));
  if (TELLING.test(env['DEBUG'] ?? '')) found.push(debugging('DEBUG'));
  const options = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/[\s"']+/)].map(
    // Node takes an underscore for a dash.
    (option) => option.replaceAll('_', '-'),
  );
  for (const [prefix, why] of OPTIONS) {
    if (options.some((option) => option.startsWith(prefix))) {
      found.push(`The option ${prefix} of Node ${why}: start without it, and see NODE_OPTIONS.`);
    }
  }
  const inspected = inspectorUrl === undefined ? undefined : new URL(inspectorUrl).hostname;
  if (inspected !== undefined && !isLoopback(inspected)) found.push(INSPECTED);
  return found;
}

/** Names of `DEBUG` with which packages print what is sent to them or by them, or its address. */
const TELLING = /[*]|(?:^|[\s,])(?:ioredis|router|finalhandler|socket\.io|engine\.io)/i;

/** The beginning of an option, and what the option gives away. */
const OPTIONS: readonly (readonly [string, string])[] = [
  ['--tls-keylog', 'writes down the keys of every TLS connection'],
  ['--trace-tls', 'prints what TLS connections carry'],
  ['--trace-event', 'writes the addresses of requests into a file, with the tokens in them'],
  ['--abort-on-uncaught-exception', 'may leave the memory in a core file, with all secrets'],
  ['--heapsnapshot-', 'writes the memory into a file, with all secrets'],
  ['--report-on-', 'writes the environment into a file, with all secrets'],
  ['--report-uncaught-exception', 'writes the environment into a file, with all secrets'],
  ['--insecure-http-parser', 'takes answers that are no HTTP'],
];

const UNCHECKED =
  'NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody pose as MetaStudio or as a platform: unset it. ' +
  'For a certificate of your own, name its authority in NODE_EXTRA_CA_CERTS (with export; a .env is too late).';

const INSPECTED =
  "Node's inspector, which reads all secrets and runs any code, is open to other machines: " +
  'let --inspect listen on 127.0.0.1, as it does without an address.';

function debugging(variable: string): string {
  return `${variable} would print what is sent and received, keys included: unset it.`;
}
