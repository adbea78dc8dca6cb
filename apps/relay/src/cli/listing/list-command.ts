import { nearestKey, type ProjectConfig, type RelayConfig } from '#config';
import {
  CredentialError,
  InvalidFilterError,
  MetaStudioCallError,
  type ManagementClient,
} from '#metastudio';
import { quietAccess } from '../../projects/access/quiet-access.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { writeLines } from '../terminal/write-lines.js';
import { filterSentence, type GivenOptions } from './filter-options.js';
import { JsonWriter, TableWriter, type Column, type ListingWriter } from './listing-writer.js';

/** An element of a listing, and the project that it is of. */
export type Listed<T> = T & { readonly project: string };

/** A command that lists something of MetaStudio. */
export interface Listing<T extends object> {
  readonly name: string;
  /** The names of what is listed, singular and plural. */
  readonly nouns: readonly [one: string, many: string];
  readonly summary: string;
  readonly options: CliCommand['options'];
  readonly columns: readonly Column<Listed<T>>[];
  /** @throws {InvalidFilterError} */
  readonly list: (
    client: ManagementClient,
    options: GivenOptions,
    signal: AbortSignal,
  ) => AsyncIterable<T>;
}

/** Makes the command of a listing: a table, or one JSON array, page by page as it comes. */
export function listCommand<T extends object>(listing: Listing<T>): CliCommand {
  const { name, summary, nouns, options } = listing;
  return {
    name,
    summary,
    details: `It asks MetaStudio with the auth of each project, page by page; --json writes one array, an
element a line, which stays open when the listing fails half-way. Report URLs, keys and
signatures are never shown. Filters mean what they mean in the API.

Exit codes: 0 all ${nouns[1]} were listed; 1 a project could not be asked; 2 a wrong filter.`,
    examples: [`live-relay ${name} --limit 20`, `live-relay ${name} --json | jq -r '.[].roomId'`],
    options: [
      ['--json', 'one JSON array, an element a line'],
      ['--project <name>', 'only this one of the projects'],
      ...options,
      ['--offset <n>', 'skip so many of each project'],
      ['--limit <n>', 'list at most so many of each project (default: all)'],
    ],
    run: async (given, context) => {
      const loaded = await loadCliConfig(given.config, context);
      if (loaded === undefined) return EXIT.failed;
      return runListing(listing, loaded.config, given, context);
    },
  };
}

async function runListing<T extends object>(
  listing: Listing<T>,
  config: RelayConfig,
  given: CliOptions,
  context: CliContext,
): Promise<ExitCode> {
  const chosen = chosenProjects(config, given['project']);
  if (typeof chosen === 'string') {
    await writeLines(context.stderr, [chosen, ...(await wrongFilters(listing, config, given))]);
    return EXIT.unusable;
  }
  const { columns, nouns } = listing;
  const several = chosen.length > 1;
  const writer: ListingWriter<Listed<T>> =
    given['json'] === true
      ? new JsonWriter(context.stdout)
      : new TableWriter(context.stdout, several ? [PROJECT_COLUMN, ...columns] : columns);
  let count = 0;
  let exitCode: ExitCode = EXIT.ok;
  for (const project of chosen) {
    const end = await listProject(listing, project, config, given, context, async (element) => {
      count++;
      return writer.add(element);
    });
    if (end === 'reader-gone') return EXIT.ok;
    if (end === EXIT.unusable) return end;
    if (end !== EXIT.ok) exitCode = end;
  }
  if (exitCode === EXIT.ok || given['json'] !== true) await writer.end();
  if (given['json'] !== true && exitCode === EXIT.ok) {
    await writeLines(context.stderr, [`${count} ${count === 1 ? nouns[0] : nouns[1]}`]);
  }
  return exitCode;
}

const PROJECT_COLUMN: Column<{ readonly project: string }> = {
  title: 'PROJECT',
  textOf: ({ project }) => project,
};

async function listProject<T extends object>(
  { list }: Listing<T>,
  project: ProjectConfig,
  { process: { proxy } }: RelayConfig,
  given: CliOptions,
  { stopped, stderr }: CliContext,
  add: (element: Listed<T>) => Promise<boolean>,
): Promise<ExitCode | 'reader-gone'> {
  const access = quietAccess(project, proxy);
  try {
    if (access.client === undefined) {
      await writeLines(stderr, [`the project ${project.name} has no auth to ask MetaStudio with`]);
      return EXIT.failed;
    }
    for await (const element of list(access.client, given, stopped)) {
      if (!(await add({ project: project.name, ...element }))) return 'reader-gone';
    }
    return EXIT.ok;
  } catch (error) {
    if (error instanceof InvalidFilterError) {
      await writeLines(stderr, sentencesOf(error));
      return EXIT.unusable;
    }
    const known = error instanceof MetaStudioCallError || error instanceof CredentialError;
    if (!known) throw error;
    if (!stopped.aborted) await writeLines(stderr, [`${project.name}: ${error.message}`]);
    return EXIT.failed;
  } finally {
    await access.close();
  }
}

/** What else is wrong where the project is: nothing is sent. */
async function wrongFilters<T extends object>(
  { list }: Listing<T>,
  { projects, process: { proxy } }: RelayConfig,
  given: CliOptions,
): Promise<string[]> {
  for (const project of projects.values()) {
    const access = quietAccess(project, proxy);
    try {
      if (access.client === undefined) continue;
      // The signal has aborted, so that filters are checked and nothing is requested.
      await list(access.client, given, AbortSignal.abort())[Symbol.asyncIterator]().next();
    } catch (error) {
      if (error instanceof InvalidFilterError) return sentencesOf(error);
    } finally {
      await access.close();
    }
  }
  return [];
}

function sentencesOf(error: InvalidFilterError): string[] {
  return [error, ...error.others].map(filterSentence);
}

/** The projects that are asked, or why there is none of this name. */
function chosenProjects({ projects }: RelayConfig, wanted: unknown): ProjectConfig[] | string {
  if (typeof wanted !== 'string') return [...projects.values()];
  const project = projects.get(wanted);
  if (project !== undefined) return [project];
  const nearest = nearestKey(wanted, projects.keys());
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `--project must be one of ${[...projects.keys()].join(', ')}${meant}`;
}
