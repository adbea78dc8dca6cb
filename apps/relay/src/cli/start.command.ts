import { formatProblem, type RelayConfig } from '#config';
import type { CliCommand, CliContext } from './cli-context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { loadCliConfig } from './load-cli-config.js';
import { writeLines } from './write-lines.js';

/** Runs the service until `context.stopped` aborts, and then ends it cleanly. */
export type StartRelay = (config: RelayConfig, context: CliContext) => Promise<ExitCode>;

/** `start`: the service. */
export function startCommand(start: StartRelay): CliCommand {
  return {
    name: 'start',
    summary: 'run the service, with the roles of RELAY_ROLES (default: all)',
    details: `It ends on SIGINT or SIGTERM: sources close, what is in flight is settled, the rest waits in Redis.

Exit codes: 0 it was asked to end, and did; 1 it could not start.`,
    options: [],
    run: async ({ config: file }, context) => {
      const loaded = await loadCliConfig(file, context);
      if (loaded === undefined) return EXIT.failed;
      const notes = loaded.notes.map((note) => `note: ${formatProblem(note, file)}`);
      await writeLines(context.stderr, notes);
      return start(loaded.config, context);
    },
  };
}
