import type { CliCommandGroup } from '../context/cli-context.js';
import { registerCallbacksCommand } from './register.command.js';

/** `callbacks`: what MetaStudio tells the relay. */
export const callbacksCommands: CliCommandGroup = {
  name: 'callbacks',
  summary: 'what MetaStudio tells the relay: register',
  details: 'What is told is shown by `live-relay status`.',
  commands: [registerCallbacksCommand],
};
