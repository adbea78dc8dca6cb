import { formatProblem, type RelayConfig } from '#config';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { writeLines } from '../terminal/write-lines.js';

/** `check`: validates the configuration without connecting to anything. */
export const checkCommand: CliCommand = {
  name: 'check',
  summary: 'validate the configuration: every problem at once',
  details: `Connects to nothing. Values are never shown.

Exit codes: 0 it is fine; 1 it has problems, one a line on standard error.`,
  examples: ['live-relay check', 'live-relay check --config new.yaml && mv new.yaml relay.yaml'],
  options: [],
  run: async ({ config: file }, context) => {
    const config = await loadCliConfig(file, context);
    if (config === undefined) return EXIT.failed;
    await writeLines(context.stdout, [summaryOf(file, config.config)]);
    const cautions = config.cautions.map((caution) => `note: ${formatProblem(caution, file)}`);
    await writeLines(context.stdout, cautions);
    return EXIT.ok;
  },
};

function summaryOf(file: string, { projects, bridges }: RelayConfig): string {
  const types = new Set(bridges.map(({ source }) => source.type));
  const targets = new Set(bridges.map(({ target }) => JSON.stringify(targetKey(target))));
  const counts = [
    count(projects.size, 'project'),
    count(bridges.length, 'bridge') + (types.size === 0 ? '' : ` (${[...types].join(', ')})`),
    count(targets.size, 'target'),
  ];
  return `${file} is fine: ${counts.join(', ')}`;
}

function targetKey(target: RelayConfig['bridges'][number]['target']): string[] {
  return [target.project, target.roomId, target.jobId];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
