import type { NoticeChannel } from '#config';
import { hostname } from 'node:os';
import type { ChannelAnswer } from '../../notices/channels/channel-answer.js';
import { SourceNetwork } from '../../network/source-network.js';
import { NoticeSender } from '../../notices/notice-sender.js';
import { testText } from '../../notices/notice-text.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { writeLines } from '../terminal/write-lines.js';

/** `notify`: sends a message to every channel of notices. */
export const notifyCommand: CliCommand = {
  name: 'notify',
  summary: 'send a test message to the channels that notices go to',
  details: `Tells for each channel whether it took the message, and what to do where it did not. Addresses and
secrets are never shown. It needs neither Redis nor a running relay.

Exit codes: 0 every channel took it; 1 one did not, or the file names none; 2 it was not asked with --test.`,
  examples: ['live-relay notify --test'],
  options: [['--test', 'send a test message']],
  run: async ({ config: file, test }, context) => {
    const { stdout, stderr } = context;
    if (test !== true) {
      await writeLines(stderr, ['notify sends nothing but a test: live-relay notify --test']);
      return EXIT.unusable;
    }
    const loaded = await loadCliConfig(file, context);
    if (loaded === undefined) return EXIT.failed;
    const { notices, process } = loaded.config;
    if (notices === undefined) {
      await writeLines(stderr, [`${file} has no notices block: docs/NOTICES.md shows one`]);
      return EXIT.failed;
    }
    const network = new SourceNetwork(process.proxy);
    const answers = new Map<NoticeChannel, ChannelAnswer>();
    const { channels } = notices;
    const sender = new NoticeSender({
      channels,
      fetch: network.fetch,
      answered: (channel, answer) => answers.set(channel, answer),
    });
    const machine = process.machine ?? hostname();
    const text = testText({ ...notices, machine });
    const message = { text, data: { machine, test: true } };
    await sender.send(message, context.stopped);
    await sender.settled();
    await network.close();
    const lines = channels.map((channel, index) => {
      return lineOf(`notices.channels[${index}] (${channel.type})`, answers.get(channel)!);
    });
    await writeLines(stdout, lines);
    return [...answers.values()].every(({ kind }) => kind === 'taken') ? EXIT.ok : EXIT.failed;
  },
};

function lineOf(place: string, answer: ChannelAnswer): string {
  if (answer.kind === 'taken') return `${place}: took the message`;
  const wayOut = answer.wayOut === undefined ? '' : ` ${answer.wayOut}`;
  return `${place}: did not take it: ${answer.reason}.${wayOut}`;
}
