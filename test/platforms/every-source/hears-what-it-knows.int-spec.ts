import { readFileSync } from 'node:fs';
import { loadSources, type SourceType } from '#platforms';
import { StandInServer } from '../../support/platforms/stand-in-server.js';
import { CHINESE_SOURCES } from '../../cli/frames/chinese-frames.js';
import { DOUYIN_SOURCES } from '../../cli/frames/douyin-frames.js';
import { MANY_SITE_SOURCES } from '../../cli/frames/many-sites-frames.js';
import type { DocumentedSource } from '../../cli/frames/reported.js';
import { TOOL_SOURCES } from '../../cli/frames/tool-frames.js';
import { WESTERN_SOURCES } from '../../cli/frames/western-frames.js';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { ASKED, UNASKED, type Heard } from './asked-stand-ins.js';

const SOURCES = await loadSources();
const DOCUMENTED = new Map<SourceType, DocumentedSource>(
  [
    ...CHINESE_SOURCES,
    ...DOUYIN_SOURCES,
    ...MANY_SITE_SOURCES,
    ...TOOL_SOURCES,
    ...WESTERN_SOURCES,
  ].map((source) => [source.type, source]),
);

/** LiveEvents by MetaStudio's number of their type. */
const TYPES = ['', 'comment', 'enter', 'like', 'gift', 'follow', 'viewers'];

describe('a source asks for all that its decoder knows', () => {
  afterEach(stopConnections);

  it.each([...ASKED.keys()])(
    '%s hears each of its frames from a platform that sends only what was asked for',
    async (type) => {
      const standIn = ASKED.get(type)!();
      const server = await StandInServer.start(standIn.http);
      const { frames } = DOCUMENTED.get(type)!;
      const options = standIn.options(server);
      let hears: Heard | undefined;
      const kept: string[] = [];
      server.onClient = async (client) => {
        hears = await standIn.serve(client);
        for (const { name, frame, reported } of frames) {
          const heard = hears(frame);
          if (heard !== undefined) client.send(heard);
          else if (reported.length > 0) kept.push(name);
        }
      };
      const { log } = connect(SOURCES.get(type)!.protocol!(options));
      const told = frames.flatMap(({ reported }) => reported.map(({ type: one }) => TYPES[one]));
      await log.until(({ events }) => events.length >= told.length || kept.length > 0);
      expect(kept).toEqual([]);
      expect(log.events.map(({ type: one }) => one)).toEqual(told);
      await stopConnections();
      await server.stop();
    },
  );

  it('lists every source that connects, with its subscriptions or none', () => {
    const outbound = [...SOURCES].filter(([, source]) => source.protocol !== undefined);
    const said = [...ASKED.keys(), ...Object.keys(UNASKED)];
    expect(said.sort()).toEqual(outbound.map(([type]) => type).sort());
  });

  it.each(['kick-webhook', 'douyin-webhook', 'kuaishou-webhook'] as const)(
    '%s: its page names each kind that has to be subscribed to',
    (type) => {
      const page = readFileSync(`docs/sources/${type}.md`, 'utf8');
      const known = DOCUMENTED.get(type)!.frames.filter(({ reported }) => reported.length > 0);
      const kinds = known.map(({ name }) => name.split(' ')[0]!);
      expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
    },
  );
});
