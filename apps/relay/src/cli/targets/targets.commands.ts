import type { CliCommandGroup } from '../cli-context.js';
import { resumeTargetCommand } from './resume.command.js';

/** `targets`: the rooms, or pinned jobs, that events go to. */
export const targetsCommands: CliCommandGroup = {
  name: 'targets',
  summary: 'the rooms and jobs that events go to: resume',
  details: 'Their state is shown by `live-relay status`.',
  commands: [resumeTargetCommand],
};
