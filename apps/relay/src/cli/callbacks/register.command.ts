import { nearestKey, type CallbacksConfig, type ProjectConfig } from '#config';
import { CredentialError, MetaStudioCallError, type ManagementClient } from '#metastudio';
import { quietAccess } from '../../projects/access/quiet-access.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { confirmed, YES_OPTION } from '../terminal/confirm.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { shownText } from '../../listing/shown-text.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { writeLines } from '../terminal/write-lines.js';

type CalledBack = ProjectConfig & { readonly callbacks: CallbacksConfig };

/** `callbacks register`: has MetaStudio call the relay back. */
export const registerCallbacksCommand: CliCommand = {
  name: 'register',
  summary: 'have MetaStudio tell the relay when an answer was spoken',
  details: `Sets the tenant's callback (UpdateSmartLiveUserConfig) to what \`callbacks\` of the project says: its address, how it
signs, and the two events that the relay takes. It shows what is registered now, which is replaced, and asks
first. What else the tenant has configured stays. A room or a job may have a callback of its own, which counts.

Exit codes: 0 registered; 1 the answer was no, or MetaStudio refuses; 2 no project of this name has callbacks.`,
  examples: ['live-relay callbacks register', 'live-relay callbacks register --project shop-a'],
  options: [
    ['--project <name>', 'as in the file (needed where several have callbacks)'],
    YES_OPTION,
  ],
  run: async (options, context) => {
    const loaded = await loadCliConfig(options.config, context);
    if (loaded === undefined) return EXIT.failed;
    const { projects, process } = loaded.config;
    const project = await chosenProject(options, projects, context);
    if (project === undefined) return EXIT.unusable;
    const access = quietAccess(project, process.proxy);
    try {
      const { client } = access;
      if (client !== undefined) return await register(client, project, options, context);
      await writeLines(context.stderr, [`${project.name} has no auth to ask MetaStudio with`]);
      return EXIT.failed;
    } catch (error) {
      const isTold = error instanceof MetaStudioCallError || error instanceof CredentialError;
      if (!isTold) throw error;
      await writeLines(context.stderr, [error.message]);
      return EXIT.failed;
    } finally {
      await access.close();
    }
  },
};

async function register(
  client: ManagementClient,
  { name, callbacks }: CalledBack,
  options: CliOptions,
  context: CliContext,
): Promise<ExitCode> {
  const before = await client.showUserConfig({ signal: context.stopped });
  const { url = '', authType = 'NONE', eventTypes = [] } = before.callback ?? {};
  // Without a signature the address holds the key.
  const now = url === '' ? 'nothing' : shownText(url.split('?', 1)[0]);
  const about = url === '' ? '' : ` (${[authType, ...eventTypes].map(shownText).join(', ')})`;
  await writeLines(context.stderr, [
    `Registered now: ${now}${about}`,
    `To be registered: ${callbacks.url} (${callbacks.auth})`,
  ]);
  const question = `MetaStudio would call back there for all rooms of ${name}.`;
  if (!(await confirmed(question, options, context))) return EXIT.failed;
  await client.setCallback(before, callbacks, { signal: context.stopped });
  await writeLines(context.stdout, [`${name} is called back at ${callbacks.url}`]);
  return EXIT.ok;
}

async function chosenProject(
  options: CliOptions,
  projects: ReadonlyMap<string, ProjectConfig>,
  { stderr }: CliContext,
): Promise<CalledBack | undefined> {
  const able = [...projects.values()].filter((one): one is CalledBack => {
    return one.callbacks !== undefined;
  });
  const named = textOption(options, 'project');
  const project =
    named === undefined && able.length === 1 ? able[0] : able.find(({ name }) => name === named);
  if (project !== undefined) return project;
  const names = able.map(({ name }) => name);
  const nearest = named === undefined ? undefined : nearestKey(named, names);
  const problem =
    names.length === 0
      ? 'no project has callbacks: see docs/CONFIG.md'
      : `--project must be one of ${names.join(', ')}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
  await writeLines(stderr, [problem]);
  return undefined;
}
