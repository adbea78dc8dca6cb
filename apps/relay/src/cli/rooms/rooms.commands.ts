import type { CliCommandGroup } from '../context/cli-context.js';
import { roomsCommand } from './rooms.command.js';
import { testRulesCommand } from './test-rules.command.js';

/** `rooms`: lists the live rooms, and tries the rules of one. */
export const roomsCommands: CliCommandGroup = {
  name: 'rooms',
  summary: roomsCommand.summary,
  details: '',
  itself: roomsCommand,
  commands: [testRulesCommand],
};
