import { checkReportUrl, endpointOf, reportUrlExpiry, RequestUrl } from '#metastudio';
import { secretOf } from '#secret';
import { BridgeSource } from '../bridges/bridge-source.js';
import { isBlock } from '#options';
import type { Findings } from '../checks/findings.js';
import type { BridgeOptions, TargetOptions } from '../options/bridge.options.js';
import { NO_FILTER, type FilterOptions } from '../options/filter.options.js';
import { suggestion } from '#nearest-key';
import { pathOf } from '../checks/problem.js';
import type { BridgeConfig, FilterConfig, ProjectConfig, TargetConfig } from '../relay-config.js';
import { buildChoose } from './choose.builder.js';
import { checkGivenId } from './metastudio-ids.js';
import { parseBlockWords } from './block-words.js';

/** Projects by name; `undefined` for one that has a problem of its own. */
export type Projects = ReadonlyMap<string, ProjectConfig | undefined>;

/**
 * Makes a bridge from its checked options and its source's. Rules between several keys are checked
 * here, each part for itself.
 * @returns `undefined` if the bridge has a problem.
 */
export function buildBridge(
  path: string,
  options: BridgeOptions,
  source: BridgeSource | undefined,
  projects: Projects,
  findings: Findings,
): BridgeConfig | undefined {
  const target = buildTarget(pathOf(path, 'target'), options.target, projects, findings);
  const filter = buildFilter(pathOf(path, 'filter'), options.filter, findings);
  const choose = buildChoose(path, options, findings);
  checkConnect(path, options, projects, findings);
  if (source === undefined || target === undefined || filter === undefined) return undefined;
  if (findings.affects(path)) return undefined;
  const { name, connect, placement, maxTextLength } = options;
  const redundancy = options.redundancy === 2 ? 2 : 1;
  const delivery = buildDelivery(options.delivery);
  const where = { connect, placement, redundancy } as const;
  return { name, source, target, filter, choose, delivery, ...where, maxTextLength };
}

function buildDelivery(delivery: BridgeOptions['delivery']): BridgeConfig['delivery'] {
  const { paid, chat, ambient } = isBlock(delivery)
    ? delivery
    : { paid: delivery, chat: delivery, ambient: delivery };
  const otherwise = 'at-least-once';
  return { paid: paid ?? otherwise, chat: chat ?? otherwise, ambient: ambient ?? otherwise };
}

function checkConnect(
  path: string,
  { connect, target }: BridgeOptions,
  projects: Projects,
  findings: Findings,
): void {
  if (connect !== 'while-live' || !isBlock(target)) return;
  const project = projects.get(target.project);
  if (project === undefined || project.auth !== undefined) return;
  const way = `the project ${project.name} has no auth to see with whether the room is live`;
  findings.problem(pathOf(path, 'connect'), `must be always, since ${way}`);
}

function buildTarget(
  path: string,
  options: TargetOptions,
  projects: Projects,
  findings: Findings,
): TargetConfig | undefined {
  // A target that is no block has a problem already; one with a bad key still has its project.
  if (!isBlock(options) || findings.affects(`${path}.project`)) return undefined;
  const { project: projectName, roomId, jobId, reportUrl, appUserId, reviewConfig } = options;
  const project = projects.get(projectName);
  if (!projects.has(projectName)) {
    findings.problem(`${path}.project`, unknownProject(projectName, projects));
  } else if (project !== undefined && !findings.affects(path)) {
    checkGivenId(`${path}.roomId`, roomId, 'roomId', project.endpoint, findings);
    if (jobId !== 'auto') {
      checkGivenId(`${path}.jobId`, jobId, 'jobId', project.endpoint, findings);
    }
    checkJobCanBeFound(path, options, project, findings);
    if (reportUrl !== undefined) checkUrl(path, reportUrl, options, project, findings);
  }
  return {
    project: projectName,
    roomId,
    jobId,
    reportUrl: secretOf(reportUrl),
    appUserId: appUserId ?? project?.appUserId,
    reviewConfig: reviewConfig ?? project?.reviewConfig,
  };
}

function unknownProject(name: string, projects: Projects): string {
  if (projects.size === 0) return 'has no project to go to; give metastudio or projects';
  if (!projects.has('default') && name === 'default') {
    return `is missing; it must be one of ${[...projects.keys()].join(', ')}`;
  }
  const known = [...projects.keys()].join(', ');
  return `is not the name of a project (${known})${suggestion(name, projects.keys())}`;
}

function checkJobCanBeFound(
  path: string,
  { jobId, reportUrl }: TargetOptions,
  project: ProjectConfig,
  findings: Findings,
): void {
  if (project.auth !== undefined) return;
  const way = `the project ${project.name} has no auth to look it up with`;
  if (project.reportAuth === 'url' && reportUrl === undefined) {
    findings.problem(`${path}.reportUrl`, `is missing (reportAuth: url), and ${way}`);
  } else if (jobId === 'auto' && reportUrl === undefined) {
    findings.problem(`${path}.jobId`, `must be an id, since ${way}`);
  } else {
    findings.caution(path, `when its live job ends, the next one is not found: ${way}`);
  }
}

function checkUrl(
  path: string,
  reportUrl: string,
  { roomId, jobId }: TargetOptions,
  project: ProjectConfig,
  findings: Findings,
): void {
  const { endpoint, allowedHosts, projectId } = project;
  const checked = checkReportUrl(
    reportUrl,
    { endpoint: endpointOf(endpoint), allowedHosts },
    { projectId, roomId, jobId: jobId === 'auto' ? jobIdIn(reportUrl) : jobId },
  );
  if (checked.ok) {
    const expiresAt = reportUrlExpiry(reportUrl) ?? Infinity;
    if (expiresAt <= Date.now()) findings.caution(`${path}.reportUrl`, expiredCaution(project));
    return;
  }
  const expected = 'the https address of the report call of this project, room and job';
  const message = `must be ${expected}, on an allowed host (refused: ${checked.refusal})`;
  findings.problem(`${path}.reportUrl`, message);
}

function expiredCaution({ auth, reportAuth }: ProjectConfig): string {
  if (reportAuth !== 'url') return 'has expired (its expires_time is past), and is not used';
  const next = auth === undefined ? 'and there is no auth to look up' : 'until auth looks up';
  return `has expired (its expires_time is past): nothing is reported, ${next} another`;
}

/** The job that a report URL names, or a text that no job has. */
function jobIdIn(reportUrl: string): string {
  const [job] = RequestUrl.parse(reportUrl)?.path.split('/').slice(-2) ?? [];
  return job !== undefined && job !== '' ? job : '?';
}

function buildFilter(
  path: string,
  options: FilterOptions,
  findings: Findings,
): FilterConfig | undefined {
  if (!isBlock(options)) return undefined;
  if (options === NO_FILTER) return (passing ??= filterOf(options, parseBlockWords([]).blockWords));
  const words = findings.affects(`${path}.blockWords`) ? [] : options.blockWords;
  const { blockWords, problems } = parseBlockWords(words);
  for (const { index, message } of problems) {
    findings.problem(`${path}.blockWords[${index}]`, message);
  }
  if (findings.affects(path)) return undefined;
  const { minLength, maxLength } = options;
  if (maxLength !== undefined && maxLength < minLength) {
    findings.problem(`${path}.maxLength`, 'must not be less than minLength');
  }
  return filterOf(options, blockWords);
}

/** That of all bridges without a filter. */
let passing: FilterConfig | undefined;

function filterOf(options: FilterOptions, blockWords: FilterConfig['blockWords']): FilterConfig {
  const { types, users, minLength, maxLength, blockSymbolsOnly, repeatSeconds } = options;
  return {
    types: new Set(types),
    users: { allow: new Set(users.allow), block: new Set(users.block) },
    blockWords,
    minLength,
    maxLength,
    blockSymbolsOnly,
    repeatSeconds,
  };
}
