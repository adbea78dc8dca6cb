import { isLoopback } from '#loopback';
import { Secret, secretOf } from '#secret';
import type { Findings } from '../checks/findings.js';
import { rolesOf, stateKeyOf, type EnvironmentOptions } from '../options/environment.options.js';
import type { ProcessConfig, Role } from '../relay-config.js';

/**
 * Makes the configuration of this process from the environment; meaningless if that has a problem.
 */
export function buildProcess(options: EnvironmentOptions, findings: Findings): ProcessConfig {
  const loopback = isLoopback(options.HOST);
  if (!loopback && !findings.affects('HOST') && options.RELAY_API_TOKEN === undefined) {
    const random = 'openssl rand -hex 24';
    const message = `is missing; a HOST that others can reach needs it (try: ${random})`;
    // The environment has no line in the file.
    findings.add([{ path: 'RELAY_API_TOKEN', message }]);
  }
  const { RELAY_API_TOKEN: apiToken, RELAY_VIEWER_TOKEN: viewerToken } = options;
  if (viewerToken !== undefined && (apiToken === undefined || apiToken === viewerToken)) {
    const message =
      apiToken === undefined
        ? 'needs RELAY_API_TOKEN beside it: without one everybody here may change everything'
        : 'must be another than RELAY_API_TOKEN';
    findings.add([{ path: 'RELAY_VIEWER_TOKEN', message }]);
  }
  const stateKey = stateKeyOf(options.RELAY_STATE_KEY ?? '');
  return {
    roles: new Set(rolesOf(options.RELAY_ROLES) as Role[]),
    host: options.HOST,
    machine: options.RELAY_HOST,
    loopback,
    port: options.PORT,
    apiToken: secretOf(apiToken),
    viewerToken: secretOf(viewerToken),
    stateKey: stateKey === undefined ? undefined : new Secret(stateKey),
    logLevel: options.LOG_LEVEL,
    metricsBridgesMax: options.RELAY_METRICS_BRIDGES,
    proxy: {
      httpsProxy: secretOf(options.HTTPS_PROXY),
      httpProxy: secretOf(options.HTTP_PROXY),
      noProxy: options.NO_PROXY,
    },
  };
}
