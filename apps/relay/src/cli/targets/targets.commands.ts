import type { CliCommandGroup } from '../context/cli-context.js';
import { clearTargetCommand } from './clear.command.js';
import { holdTargetCommand } from './hold.command.js';
import { resumeTargetCommand } from './resume.command.js';
import { sayTargetCommand } from './say.command.js';

/** `targets`: the rooms, or pinned jobs, that events go to. */
export const targetsCommands: CliCommandGroup = {
  name: 'targets',
  summary: 'the rooms and jobs that events go to: resume, hold, clear, say',
  details: 'Their state is shown by `live-relay status`.',
  commands: [resumeTargetCommand, holdTargetCommand, clearTargetCommand, sayTargetCommand],
};
