import { formatProblem } from '#config';
import { FileBridgeStore } from '../bridges/file-bridge-store.js';
import { startRelay } from '../start-relay.js';
import type { CliCommand, CliContext } from './context/cli-context.js';
import { EXIT, type ExitCode } from './context/exit-code.js';
import { loadCliConfig } from './context/load-cli-config.js';
import { writeLines } from './terminal/write-lines.js';

/** `start`: the service. */
export const startCommand: CliCommand = {
  name: 'start',
  summary: 'run the service, with the roles of RELAY_ROLES (default: all)',
  details: `It ends on SIGINT or SIGTERM: sources close, what is in flight is settled, the rest waits in Redis.

Exit codes: 0 it was asked to end, and did; 1 it could not start.`,
  examples: [
    'live-relay start',
    'live-relay start --config /etc/live-relay/relay.yaml',
    'RELAY_ROLES=collector live-relay start',
  ],
  options: [],
  run: async ({ config }, context) => {
    // One that comes before there is anything to look at must not stop a service that starts.
    const release = context.hangups?.follow(() => {});
    try {
      return await start(config, context);
    } finally {
      release?.();
    }
  },
};

async function start(file: string, context: CliContext): Promise<ExitCode> {
  const loaded = await loadCliConfig(file, context);
  if (loaded === undefined) return EXIT.failed;
  const cautions = loaded.cautions.map((caution) => `note: ${formatProblem(caution, file)}`);
  await writeLines(context.stderr, cautions);
  const { text, environment } = loaded;
  const { sources } = context;
  const store = new FileBridgeStore({ file, loaded, text, environment, sources });
  return startRelay({ config: loaded.configured, file, store }, context);
}
