import { stringify } from 'yaml';
import type { Environment } from '#config';
import type { FirstSource } from '#platforms';
import { AddressGuard } from '../network/address-guard.js';

/** The answers of a user. */
export interface InitAnswers {
  readonly region: string | undefined;
  /** The endpoint to use in place of the region's. */
  readonly endpoint: string | undefined;
  readonly projectId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly platform: FirstSource;
  readonly place: string;
  readonly roomId: string;
}

/** The relay.yaml for the answers; for secrets it names variables. */
export function initFile({ region, endpoint, platform, place, roomId }: InitAnswers): string {
  const value = platform.key === 'roomId' ? Number(place) : place;
  const allowHosts = platform.key === 'url' ? privateHostsOf(place) : [];
  const file = {
    metastudio: {
      ...(endpoint === undefined ? { region } : { endpoint }),
      projectId: '${METASTUDIO_PROJECT_ID}',
      auth: {
        type: 'aksk',
        accessKey: '${HUAWEICLOUD_SDK_AK}',
        secretKey: '${HUAWEICLOUD_SDK_SK}',
      },
    },
    // With it the console and `why` tell what became of each event.
    trail: 'on',
    // Where the first tool is, others will be that are added in the console.
    ...(allowHosts.length === 0 ? {} : { api: { allowHosts } }),
    bridges: [
      {
        name: platform.type,
        source: { type: platform.type, [platform.key]: value },
        target: { roomId, jobId: 'auto' },
      },
    ],
  };
  return stringify(file);
}

/** The hosts to allow for sources of the API, as the tool at this address is where only those may go. */
function privateHostsOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/u, '$1');
  if (THIS_MACHINE.test(host)) return [...new Set(['127.0.0.1', 'localhost', host])];
  return PRIVATE_NAME.test(host) || new AddressGuard([]).refuses(host) ? [host] : [];
}

const THIS_MACHINE = /^(?:localhost|127\.[\d.]+|::1)$/u;
/** A name that no public DNS has, so that it leads into the network of this machine if anywhere. */
const PRIVATE_NAME = /^(?:[\w-]+|[\w.-]+\.(?:local|localdomain|lan|home|internal|home\.arpa))$/u;

/** The variables to add to a .env that may hold others. */
export function initEnvironment(before: string, answers: InitAnswers): string {
  const variables = initVariables(answers);
  const lines = before.trimEnd() === '' ? [] : before.trimEnd().split('\n');
  const kept = lines.filter((line) => {
    return !Object.keys(variables).some((name) => line.startsWith(`${name}=`));
  });
  const added = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return `${[...kept, ...added].join('\n')}\n`;
}

/** The variables that the configuration names. */
function initVariables({ projectId, accessKey, secretKey }: InitAnswers) {
  return {
    METASTUDIO_PROJECT_ID: projectId,
    HUAWEICLOUD_SDK_AK: accessKey,
    HUAWEICLOUD_SDK_SK: secretKey,
  };
}

/** The variables of an environment that come before those that are written to .env, and say something else. */
export function outranked(environment: Environment, answers: InitAnswers): string[] {
  const variables = Object.entries(initVariables(answers));
  const others = variables.filter(([name, value]) => (environment[name] ?? value) !== value);
  return others.map(([name]) => name);
}

/** What stands behind a # is a comment, and what begins with a quote ends with one. */
function quoted(value: string): string {
  if (/^[\w./+:@%=-]*$/u.test(value)) return value;
  const quote = ["'", '"', '`'].find((one) => !value.includes(one)) ?? '';
  return quote + value + quote;
}
