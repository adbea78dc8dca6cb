import { readdirSync, readFileSync } from 'node:fs';
import { loadSourceOptions } from '#config';
import type { LiveEvent } from '#live-event';
import { loadSources, type SourceType } from '#platforms';
import type { FrameDecoder } from '#source';
import { parse } from 'yaml';
import { DOCUMENTED } from './documented.js';

const FOLDER = 'docs/mappings';
const SOURCES = await loadSources();
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.yaml$/, '') as SourceType);

interface Copied {
  readonly source: { readonly type: SourceType; readonly [key: string]: unknown };
}

/** What a file of the folder makes, read as a configuration is. */
function copied(name: string): FrameDecoder {
  const text = readFileSync(`${FOLDER}/${name}.yaml`, 'utf8');
  const { type, ...options } = (parse(text) as Copied).source;
  const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, variable]) => [variable!, 'x1']);
  const environment = Object.fromEntries(variables) as Record<string, string>;
  const using = { sources: SOURCES, environment };
  const loaded = loadSourceOptions(type, JSON.stringify(options), using);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return SOURCES.get(type)!.decoder(loaded.options);
}

/** What was made of frames, but for the words, out of which a source takes the codes of emotes. */
function made(decoder: FrameDecoder, frames: readonly (string | Buffer)[]): readonly object[] {
  const events: object[] = [];
  for (const frame of frames) {
    decoder.decode(frame, {
      event: (event) => events.push(wordless(event)),
      ignored: () => {},
      malformed: () => {},
    });
  }
  return events;
}

function wordless(event: LiveEvent): object {
  return 'text' in event ? { ...event, text: '' } : event;
}

/** Of a webhook, what is passed on is its body. */
function bodyOf(frame: string | Buffer): string | Buffer {
  const { headers, body } = JSON.parse(frame.toString()) as { headers?: object; body?: unknown };
  return headers === undefined ? frame : JSON.stringify(body);
}

describe('docs/mappings', () => {
  it.each(NAMES)('%s.yaml makes the events that its source makes', (name) => {
    const { frames: documented, options = {} } = DOCUMENTED.get(name)!;
    const frames = documented.map(({ frame }) => frame);
    const own = made(SOURCES.get(name)!.decoder(options), frames);
    const passedOn = name.endsWith('-webhook') ? frames.map(bodyOf) : frames;
    expect(made(copied(name), passedOn)).toEqual(own);
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(NAMES)('%s.yaml is found on the page of its source', (name) => {
    expect(readFileSync(`docs/sources/${name}.md`, 'utf8')).toContain(`../mappings/${name}.yaml`);
  });
});
