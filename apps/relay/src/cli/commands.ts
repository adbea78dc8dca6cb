import type { LazyCommand } from './context/cli-context.js';

/**
 * Every command. Each is loaded when it is named: most need far less than the service does, and
 * `--help` needs none.
 */
export const COMMANDS: readonly LazyCommand[] = [
  {
    name: 'start',
    summary: 'run the service, with the roles of RELAY_ROLES (default: all)',
    load: async () => (await import('./start.command.js')).startCommand,
  },
  {
    name: 'check',
    summary: 'validate the configuration: every problem at once',
    load: async () => (await import('./setup/check.command.js')).checkCommand,
  },
  {
    name: 'doctor',
    summary: 'check Redis, MetaStudio, rooms, jobs and sources, and say what to do',
    load: async () => (await import('./setup/doctor.command.js')).doctorCommand,
  },
  {
    name: 'init',
    summary: 'ask what a first configuration needs, try the keys, and write relay.yaml and .env',
    load: async () => (await import('./setup/init.command.js')).initCommand,
  },
  {
    name: 'move-redis',
    summary: "carry what waits from the relay's own Redis to the one that REDIS_URL names",
    load: async () => (await import('./setup/move-redis.command.js')).moveRedisCommand,
  },
  {
    name: 'notify',
    summary: 'send a test message to the channels that notices go to',
    load: async () => (await import('./setup/notify.command.js')).notifyCommand,
  },
  {
    name: 'rooms',
    summary: 'list the live rooms of the projects',
    load: async () => (await import('./rooms/rooms.commands.js')).roomsCommands,
  },
  {
    name: 'jobs',
    summary: 'list the live jobs of the projects, or of one room',
    load: async () => (await import('./rooms/jobs.command.js')).jobsCommand,
  },
  {
    name: 'decode',
    summary: 'turn frames on standard input into LiveEvents on standard output',
    load: async () => (await import('./recording/decode.command.js')).decodeCommand,
  },
  {
    name: 'record',
    summary: "write a bridge's frames, with their times, to standard output",
    load: async () => (await import('./recording/record.command.js')).recordCommand,
  },
  {
    name: 'replay',
    summary: 'feed recorded frames through a bridge, as if they came now',
    load: async () => (await import('./recording/replay.command.js')).replayCommand,
  },
  {
    name: 'what-if',
    summary: 'what another configuration would report of a recording, side by side',
    load: async () => (await import('./recording/what-if.command.js')).whatIfCommand,
  },
  {
    name: 'status',
    summary: 'the ledger, and the state of every bridge and target',
    load: async () => (await import('./watching/status.command.js')).statusCommand,
  },
  {
    name: 'top',
    summary: 'the bridges as they run: events a second, ages, troubles',
    load: async () => (await import('./watching/top.command.js')).topCommand,
  },
  {
    name: 'tap',
    summary: "a bridge's events as they pass",
    load: async () => (await import('./watching/tap.command.js')).tapCommand,
  },
  {
    name: 'test-event',
    summary: 'send one event through a bridge, as if a viewer had done it',
    load: async () => (await import('./watching/test-event.command.js')).testEventCommand,
  },
  {
    name: 'why',
    summary: 'why a comment or a user was reported, or was not',
    load: async () => (await import('./watching/why.command.js')).whyCommand,
  },
  {
    name: 'targets',
    summary: 'the rooms and jobs that events go to: resume, hold, clear, say',
    load: async () => (await import('./targets/targets.commands.js')).targetsCommands,
  },
  {
    name: 'callbacks',
    summary: 'what MetaStudio tells the relay: register',
    load: async () => (await import('./callbacks/callbacks.commands.js')).callbacksCommands,
  },
  {
    name: 'dead-letters',
    summary: 'the events that MetaStudio refuses: list, show, replay, drop, export',
    load: async () => (await import('./dead-letters/dead-letters.commands.js')).deadLettersCommands,
  },
  {
    name: 'completion',
    summary: 'a script with which bash, zsh or fish completes commands and options',
    load: async () => (await import('./reference/completion.command.js')).completionCommand,
  },
  {
    name: 'man',
    summary: 'the manual page of all commands',
    load: async () => (await import('./reference/man.command.js')).manCommand,
  },
];
